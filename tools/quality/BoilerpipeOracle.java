import de.l3s.boilerpipe.extractors.DefaultExtractor;
import de.l3s.boilerpipe.sax.BoilerpipeHTMLContentHandler;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xml.sax.helpers.AttributesImpl;

/** Compares our boilerpipe text with boilerpipe's own, page by page, over the events that dump_events writes. */
public class BoilerpipeOracle {
  static String decoded(String s) {
    return s.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
  }

  static List<String> tokens(String text) {
    List<String> out = new ArrayList<>();
    for (String t : text.split("[\\s\u00a0]+")) if (!t.isEmpty()) out.add(t);
    return out;
  }

  /** The length of the longest common subsequence, in a band, which is enough where most agrees. */
  static int common(List<String> a, List<String> b) {
    int begin = 0;
    while (begin < a.size() && begin < b.size() && a.get(begin).equals(b.get(begin))) begin++;
    int endA = a.size(), endB = b.size();
    while (endA > begin && endB > begin && a.get(endA - 1).equals(b.get(endB - 1))) { endA--; endB--; }
    int n = endA - begin, m = endB - begin;
    int[] row = new int[m + 1];
    for (int i = 1; i <= n; i++) {
      int diagonal = 0;
      for (int j = 1; j <= m; j++) {
        int above = row[j];
        row[j] = a.get(begin + i - 1).equals(b.get(begin + j - 1)) ? diagonal + 1 : Math.max(row[j], row[j - 1]);
        diagonal = above;
      }
    }
    return begin + (a.size() - endA) + row[m];
  }

  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    BoilerpipeHTMLContentHandler handler = new BoilerpipeHTMLContentHandler();
    AttributesImpl none = new AttributesImpl();
    long all = 0, same = 0;
    int page = 0, equal = 0;
    handler.startDocument();
    for (String line; (line = in.readLine()) != null; ) {
      String rest = line.substring(2);
      switch (line.charAt(0)) {
        case 'S': handler.startElement("", rest.toUpperCase(), rest, none); break;
        case 'E': handler.endElement("", rest.toUpperCase(), rest); break;
        case 'T': { char[] c = decoded(rest).toCharArray(); handler.characters(c, 0, c.length); break; }
        default: {
          handler.endDocument();
          List<String> theirs = tokens(DefaultExtractor.INSTANCE.getText(handler.toTextDocument()));
          List<String> ours = tokens(decoded(rest));
          int c = common(theirs, ours);
          all += Math.max(theirs.size(), ours.size());
          same += c;
          if (theirs.equals(ours)) equal++;
          else System.out.println("page " + page + ": " + theirs.size() + " tokens of theirs, " + ours.size() + " of ours, " + c + " common");
          page++;
          handler = new BoilerpipeHTMLContentHandler();
          handler.startDocument();
        }
      }
    }
    System.out.printf("%d pages, %d equal, %.3f %% of tokens agree%n", page, equal, 100.0 * same / all);
  }
}
