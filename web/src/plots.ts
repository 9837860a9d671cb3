// <time-plot>: draws the table that stands in it, whose first column is a time. The table stays for who cannot see plots.
import uPlot from "uplot";

const kColors = ["--plot-1", "--plot-2", "--plot-3", "--plot-4", "--plot-5", "--plot-6"];

// As reports write times: 2026-04-10 17:37:08, UTC.
function stamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

// What tells two ticks apart: the time of day, the day with the minute, or the day alone.
function tick(seconds: number, step: number): string {
  const text = stamp(seconds);
  return step < 3600 ? text.slice(11) : step < 86400 ? text.slice(5, 16) : text.slice(0, 10);
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
      axes: [{ ...axis, values: (_, at) => at.map((each) => tick(each, at.length > 1 ? at[1]! - at[0]! : 86400)), space: 96 }, { ...axis, size: 56 }],
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
