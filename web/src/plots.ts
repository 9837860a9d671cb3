// <time-plot>: draws the table that stands in it, whose first column is a time. The table stays for who cannot see plots.
import uPlot from "uplot";

const kColors = ["--plot-1", "--plot-2", "--plot-3", "--plot-4", "--plot-5", "--plot-6"];

function two(n: number): string {
  return String(n).padStart(2, "0");
}

// As reports write times: 2026-04-10 17:37, UTC.
function stamp(seconds: number): string {
  const t = new Date(seconds * 1000);
  return `${t.getUTCFullYear()}-${two(t.getUTCMonth() + 1)}-${two(t.getUTCDate())} ${two(t.getUTCHours())}:${two(t.getUTCMinutes())}`;
}

class TimePlot extends HTMLElement {
  private plot: uPlot | undefined;

  connectedCallback(): void {
    const table = this.querySelector("table");
    if (!table || table.rows.length < 3) return;
    this.draw(table);
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(table));
  }

  private size(): { width: number; height: number } {
    return { width: Math.max(240, this.clientWidth), height: 220 };
  }

  private draw(table: HTMLTableElement): void {
    this.plot?.destroy();
    const style = getComputedStyle(this);
    const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent ?? "");
    const rows = [...(table.tBodies[0]?.rows ?? [])];
    const times = rows.map((row) => Number(row.cells[0]?.dataset.at));
    const series = names.slice(1).map((_, i) =>
      rows.map((row) => {
        const text = row.cells[i + 1]?.dataset.value ?? "";
        return text === "" ? null : Number(text);
      }),
    );
    const axis = { stroke: style.getPropertyValue("--quiet"), grid: { stroke: style.getPropertyValue("--line"), width: 1 },
      ticks: { stroke: style.getPropertyValue("--line"), width: 1 } };
    const options: uPlot.Options = {
      ...this.size(),
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
      cursor: { drag: { x: true, y: false } },
      axes: [{ ...axis, values: (_, ticks) => ticks.map((tick) => stamp(tick).slice(5)), space: 96 }, { ...axis, size: 56 }],
      series: [
        { label: "Time", value: (_, at) => (at === null ? "" : stamp(at)) },
        ...names.slice(1).map((label, i) => ({ label, width: 1.5, spanGaps: true, points: { show: rows.length < 40, size: 5 },
          stroke: style.getPropertyValue(kColors[i % kColors.length]!) })),
      ],
    };
    this.plot = new uPlot(options, [times, ...series] as uPlot.AlignedData, this);
    this.plot.root.setAttribute("aria-hidden", "true");
    this.dataset.drawn = "yes";
  }
}

customElements.define("time-plot", TimePlot);
