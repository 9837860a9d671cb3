#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "html/html.h"
#include "judge/judge.h"

namespace lycosa::inline judge {
namespace {

Content read(const std::string& page, const std::string& url = "https://www.example.com/shop/blue-kettle") {
  return extract_content(html::parse(page), *Url::parse(url));
}

SignalScore soft_404(const std::string& page, const std::string& url = "https://www.example.com/shop/blue-kettle") {
  return score_soft_404(read(page, url), *Url::parse(url));
}

std::string page_of(const std::string& title, const std::string& body) {
  return "<!doctype html><html><head><title>" + title + "</title></head><body>" + body + "</body></html>";
}

std::string paragraphs(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "<p>A server that cannot find what was asked for answers with a number, and number " + std::to_string(i) +
            " of these paragraphs tells, at some length and with an example, what a person who looks after a site does "
            "then.</p>";
  }
  return text;
}

double contribution(const SignalScore& score, std::string_view name) {
  for (const Signal& signal : score.signals) {
    if (signal.name == name) return signal.contribution;
  }
  ADD_FAILURE() << "no signal " << name;
  return 0;
}

struct SignalCase {
  const char* what;
  std::string page;
  const char* url = "https://www.example.com/shop/blue-kettle";
};

TEST(Soft404, IsFoundInTheWebsLargerLanguages) {
  const SignalCase cases[] = {
      {"English",
       page_of("Page not found | Example", "<h1>Oops! That page can’t be found.</h1><p>Try the search.</p>")},
      {"German",
       page_of("Seite nicht gefunden – Beispiel", "<h1>404</h1><p>Die angeforderte Seite gibt es nicht mehr.</p>")},
      {"French",
       page_of("Page introuvable", "<h1>Page non trouvée</h1><p>La page que vous cherchez a été déplacée.</p>")},
      {"Spanish",
       page_of("Página no encontrada - Ejemplo", "<h1>¡Ups!</h1><p>La página que estás buscando no existe.</p>")},
      {"Portuguese", page_of("Página Não Encontrada", "<h1>Página não encontrada</h1><p>Volte para o início.</p>")},
      {"Italian", page_of("Pagina non trovata", "<h1>Errore 404</h1><p>La pagina richiesta non esiste.</p>")},
      {"Dutch", page_of("Pagina niet gevonden", "<h1>Pagina niet gevonden</h1><p>Ga naar de voorpagina.</p>")},
      {"Polish", page_of("Nie znaleziono strony", "<h1>Nie znaleziono strony</h1><p>Strona nie istnieje.</p>")},
      {"Russian", page_of("СТРАНИЦА НЕ НАЙДЕНА", "<h1>Страница не найдена</h1><p>Запрашиваемая страница удалена.</p>")},
      {"Turkish", page_of("Sayfa bulunamadı", "<h1>404</h1><p>Aradığınız sayfa bulunamadı.</p>")},
      {"Greek", page_of("Η ΣΕΛΊΔΑ δεν βρέθηκε", "<h1>404</h1><p>Η σελίδα δεν βρέθηκε.</p>")},
      {"Arabic", page_of("الصفحة غير موجودة", "<h1>404</h1><p>الصفحة المطلوبة غير موجودة.</p>")},
      {"Hebrew", page_of("הדף לא נמצא", "<h1>הדף לא נמצא</h1><p>404</p>")},
      {"Hindi", page_of("पृष्ठ नहीं मिला", "<h1>पृष्ठ नहीं मिला</h1>")},
      {"Vietnamese", page_of("Không tìm thấy trang", "<h1>Không Tìm Thấy Trang</h1>")},
      {"Japanese",
       page_of("ページが見つかりません｜例", "<h1>ページが見つかりません</h1><p>お探しのページは移動しました。</p>")},
      {"Chinese", page_of("页面不存在 - 示例", "<h1>404</h1><p>您访问的页面不存在或已被删除。</p>")},
      {"Korean", page_of("페이지를 찾을 수 없습니다", "<h1>404</h1><p>요청하신 페이지를 찾을 수 없습니다.</p>")},
  };
  for (const SignalCase& c : cases) {
    const SignalScore score = soft_404(c.page, c.url);
    EXPECT_GT(score.score, 0) << c.what << ": " << score.raw << " " << score.evidence();
    EXPECT_LE(score.score, 1);
  }
}

TEST(Soft404, IsFoundByEachOfItsSigns) {
  const std::string menu = "<nav><ul><li><a href=/a>Kitchen</a></li><li><a href=/b>Garden</a></li></ul></nav>";
  const SignalCase cases[] = {
      {"only a text says so",
       page_of("Example Shop", menu + "<main><p>Sorry, the page you are looking for does not exist.</p></main>")},
      {"a product that is gone",
       page_of("Not found", menu + "<main><h1>Example</h1><p>This item is no longer available.</p></main>")},
      {"a bare number and a word", page_of("404", "<h1>404</h1><p>Page not found</p>")},
      {"the names of the body",
       "<!doctype html><title>Example</title><body class=\"error404 wp-theme\"><h1>Nothing here</h1><p>Nothing was "
       "found at this location.</p>"},
      {"a status that the page declares",
       "<!doctype html><title>Example</title><meta name=prerender-status-code content=404><h1>Kettles</h1><p>Not "
       "here.</p>"},
      {"an error page's own address", page_of("404 Not Found", "<h1>404 Not Found</h1><hr><center>server</center>"),
       "https://www.example.com/404.html"},
  };
  for (const SignalCase& c : cases) {
    const SignalScore score = soft_404(c.page, c.url);
    EXPECT_GT(score.score, 0) << c.what << ": " << score.raw << " " << score.evidence();
  }
}

TEST(Soft404, IsNotFoundInPagesThatHaveSomethingToSay) {
  const SignalCase cases[] = {
      {"an article about the number", page_of("404 Not Found", "<h1>404 Not Found</h1>" + paragraphs(8)),
       "https://docs.example/status/404"},
      {"how to mend it",
       page_of("How to fix “404 Page not found” errors | Blog",
               "<h1>How to fix “404 Page not found” errors</h1>" + paragraphs(4)),
       "https://blog.example/how-to-fix-404-page-not-found-errors"},
      {"a car", page_of("Peugeot 404", "<h1>Peugeot 404</h1><p>A family car that was made from 1960 to 1975.</p>"),
       "https://cars.example/peugeot-404"},
      {"a street number", page_of("404 Main Street", "<h1>404 Main Street</h1><p>Three rooms, to let.</p>"),
       "https://homes.example/404-main-street"},
      {"a short note", page_of("Hours", "<h1>Hours</h1><p>Open from nine to five.</p>"), "https://shop.example/hours"},
      {"something that was not found",
       page_of("Lost ring not found after search of lake",
               "<h1>Lost ring not found after search of lake</h1>" + paragraphs(2)),
       "https://news.example/lost-ring-not-found"},
      {"an empty page", "", "https://shop.example/"},
  };
  for (const SignalCase& c : cases) {
    const SignalScore score = soft_404(c.page, c.url);
    EXPECT_EQ(score.score, 0) << c.what << ": " << score.raw << " " << score.evidence();
  }
}

TEST(NeedsJs, IsFoundInPagesThatAScriptMakes) {
  const std::string data(4000, 'x');
  const SignalCase cases[] = {
      {"a mount point and a module", page_of("App", "<div id=app></div><script type=module src=/main.js></script>")},
      {"a mount point and a plea", page_of("App",
                                           "<noscript>You need to enable JavaScript to run this app.</noscript><div "
                                           "id=root></div><script src=/main.js></script>")},
      {"a plea in Russian",
       page_of(
           "App",
           "<noscript>Для работы включите JavaScript.</noscript><div id=main></div><script src=/main.js></script>")},
      {"an element of its own name", page_of("App", "<app-root>Loading…</app-root><script src=/main.js></script>")},
      {"a root in a wrapper",
       page_of("App", "<div class=page><div id=__next></div></div><script src=/main.js></script>")},
      {"nothing but scripts", page_of("App", "<div class=x></div><script>var a = 1;" + data + "</script>")},
      {"state beside a frame",
       page_of("App", "<header>Example</header><div id=__nuxt></div><script>window.__NUXT__={\"a\":\"" + data +
                          "\"}</script>")},
      {"a text that asks",
       page_of("Just a moment", "<p>Enable JavaScript and cookies to continue.</p><script>go()</script>")},
  };
  for (const SignalCase& c : cases) {
    const SignalScore score = score_needs_js(read(c.page));
    EXPECT_GT(score.score, 0) << c.what << ": " << score.raw << " " << score.evidence();
  }
}

TEST(NeedsJs, IsNotFoundInPagesThatCanBeRead) {
  const std::string data(9000, 'x');
  const std::string state = "<script id=__NEXT_DATA__ type=application/json>{\"a\":\"" + data + "\"}</script>";
  const SignalCase cases[] = {
      {"an app that the server drew",
       page_of("App", "<div id=root>" + paragraphs(4) + "</div>" + state + "<script src=/main.js></script>")},
      {"an article with a plea for its comments",
       page_of("News",
               paragraphs(4) +
                   "<noscript>Please enable JavaScript to see comments.</noscript><script src=/c.js></script>")},
      {"how to switch it on", page_of("How to enable JavaScript", "<h1>How to enable JavaScript</h1>" + paragraphs(4) +
                                                                      "<script src=/c.js></script>")},
      {"a short note with a counter",
       page_of("Hours", "<h1>Hours</h1><p>Open from nine to five, but on Sundays.</p><script src=/count.js></script>")},
      {"a forum that keeps its page in noscript",
       page_of("Forum", "<div id=app></div><noscript>" + paragraphs(3) + "</noscript><script src=/a.js></script>")},
      {"a part with a name of its own",
       page_of("Sum", "<p>The sum is</p><math-tex></math-tex><p>and no more.</p><script src=/a.js></script>")},
      {"a picture", page_of("Kettle", "<img src=a.jpg><img src=b.jpg><script src=/count.js></script>")},
      {"an empty page without scripts", page_of("", "<div id=root></div>")},
  };
  for (const SignalCase& c : cases) {
    const SignalScore score = score_needs_js(read(c.page));
    EXPECT_EQ(score.score, 0) << c.what << ": " << score.raw << " " << score.evidence();
  }
}

TEST(PageSignals, AddUpAndNameWhatAdded) {
  const SignalScore score = soft_404(page_of("Page not found", "<h1>Page not found</h1>"));
  double sum = 0;
  for (const Signal& signal : score.signals) {
    EXPECT_LE(std::abs(signal.contribution), std::abs(signal.weight) + 1e-9) << signal.name;
    sum += signal.contribution;
  }
  EXPECT_NEAR(sum, score.raw, 1e-9);
  EXPECT_EQ(score.threshold, 0.6);
  EXPECT_NE(score.evidence().find("title_phrase=1.00 (+0.40) heading_phrase=1.00 (+0.40)"), std::string::npos)
      << score.evidence();
  EXPECT_DOUBLE_EQ(contribution(score, "many_words"), 0);
}

// The page's tables have a row a signal, with its weight.
TEST(PageSignals, AreThoseOfTheirPage) {
  std::ifstream in(std::string(LYCOSA_SOURCE_DIR) + "/docs/signals.md");
  std::stringstream page;
  page << in.rdbuf();
  const std::string text = page.str();
  const size_t second = text.find("## Needs JavaScript");
  ASSERT_NE(second, std::string::npos);
  const auto expect_rows = [](const std::string& part, const SignalScore& score) {
    for (const Signal& signal : score.signals) {
      const size_t at = part.find("| `" + std::string(signal.name) + "` | ");
      ASSERT_NE(at, std::string::npos) << signal.name;
      char weight[16];
      std::snprintf(weight, sizeof weight, "| %.2f |", signal.weight);
      EXPECT_NE(part.substr(at, part.find('\n', at) - at).find(weight), std::string::npos)
          << signal.name << " " << weight;
    }
  };
  expect_rows(text.substr(0, second), soft_404(""));
  expect_rows(text.substr(second), score_needs_js(read("")));
}

TEST(PageSignals, HaveASumThatIsNeverBelowZero) {
  const Content content = read(page_of("A long page", paragraphs(30)));
  EXPECT_EQ(score_needs_js(content).raw, 0);
  EXPECT_EQ(score_soft_404(content, *Url::parse("https://www.example.com/a")).raw, 0);
}

TEST(PageSignals, BearHostileText) {
  const std::string bad("\xff\xe3\x81\xf0\x9f", 5);
  for (const std::string& text :
       {bad, "404" + bad, std::string(100'000, '4'), std::string(100'000, ' '), std::string("|||| - - -")}) {
    Content content;
    content.title = text;
    content.readable_text = text;
    content.facts.heading = text;
    content.facts.document_names = text;
    content.facts.noscript = text;
    EXPECT_LE(score_soft_404(content, *Url::parse("https://a.example/" + std::string(3000, 'a'))).score, 1);
    EXPECT_LE(score_needs_js(content).score, 1);
  }
}

}  // namespace
}  // namespace lycosa::inline judge
