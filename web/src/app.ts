// What the page does beyond being read. Everything here is an addition: without scripts the page says the same.
// Values from the web reach the document as text nodes only.

function element<K extends keyof HTMLElementTagNameMap>(name: K, text = "", className = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Text as it may be shown: control and bidi characters become escapes, as the server writes them.
function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (c) => {
    const code = c.charCodeAt(0);
    return code < 256 ? "\\x" + code.toString(16).padStart(2, "0") : "\\u" + code.toString(16).padStart(4, "0");
  });
}

// <copy-text>: a button that copies the text of the element before it.
class CopyText extends HTMLElement {
  connectedCallback(): void {
    const source = this.previousElementSibling;
    if (!source || this.firstChild) return;
    const what = this.getAttribute("what") ?? "text";
    const button = element("button", "Copy", "copy");
    button.type = "button";
    button.setAttribute("aria-label", `Copy ${what}`);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent ?? "");
        button.textContent = "Copied";
      } catch {
        getSelection()?.selectAllChildren(source);
        button.textContent = "Selected";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    this.append(button);
  }
}

interface Difference {
  field: string;
  live: string;
  stored: string;
}

// <live-test url>: asks the server to fetch the URL now, and shows what differs from the stored report.
class LiveTest extends HTMLElement {
  connectedCallback(): void {
    if (this.firstElementChild) return;
    const form = element("form", "", "live");
    const label = element("label", "Token of this server");
    const token = element("input");
    token.type = "password";
    token.required = true;
    token.autocomplete = "off";
    label.append(token);
    const button = element("button", "Fetch it now", "primary");
    const result = element("div");
    result.setAttribute("role", "status");
    form.append(label, button);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.run(token.value, button, result);
    });
    this.append(form, result);
  }

  private async run(token: string, button: HTMLButtonElement, result: HTMLElement): Promise<void> {
    button.disabled = true;
    result.replaceChildren(element("p", "Fetching …", "quiet"));
    try {
      const url = "/api/v1/live?url=" + encodeURIComponent(this.getAttribute("url") ?? "");
      const answer = await fetch(url, { method: "POST", headers: { Authorization: `Bearer ${token}` } });
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.error?.message ?? `status ${answer.status}`);
      this.show(body.live.verdict.sentence, body.differences, result);
    } catch (error) {
      result.replaceChildren(element("p", visible(String((error as Error).message)), "bad"));
    }
    button.disabled = false;
  }

  private show(sentence: string, rows: Difference[], result: HTMLElement): void {
    const live = element("p", "Live: " + visible(sentence));
    if (rows.length === 0) return result.replaceChildren(live, element("p", "Nothing differs from the stored report."));
    const table = element("table");
    const head = table.createTHead().insertRow();
    for (const name of ["Field", "Live", "Stored"]) head.append(element("th", name));
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const value of [row.field, row.live, row.stored]) {
        const cell = element("td");
        cell.append(element("bdi", visible(value)));
        line.append(cell);
      }
    }
    result.replaceChildren(live, table);
  }
}

// <store-progress>: while a crawl writes to the store, the numbers of the page follow it.
class StoreProgress extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.setAttribute("role", "status");
    this.timer = window.setInterval(() => void this.refresh(), 3000);
  }
  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private async refresh(): Promise<void> {
    if (document.hidden) return;
    try {
      const stats = await (await fetch("/api/v1/stats")).json();
      for (const stage of stats.funnel) {
        const cell = `[data-stage="${CSS.escape(stage.name)}"]`;
        const place = document.querySelector(`${cell} a`) ?? document.querySelector(cell);
        if (place) place.textContent = Number(stage.count).toLocaleString("en");
      }
      if (stats.store.writer === null) {
        clearInterval(this.timer);
        this.textContent = "The crawl has ended; reload for the whole picture.";
      }
    } catch {
      // The server may be on its way out: the numbers stay as they are.
    }
  }
}

// Which checks are unfolded is part of the page's address, so that it outlives a reload, a tab and a link that is sent on.
// Without scripts each check has a link that does the same.
function keep_folds(): void {
  const checks = [...document.querySelectorAll<HTMLDetailsElement>("details[id^=check-]")];
  const with_folds = (address: string): string => {
    const url = new URL(address, location.href);
    const open = checks.filter((check) => check.open).map((check) => check.id.slice("check-".length));
    if (open.length > 0) url.searchParams.set("open", open.join(","));
    else url.searchParams.delete("open");
    return url.pathname + url.search + url.hash;
  };
  const keep = (): void => {
    history.replaceState(history.state, "", with_folds(location.href));
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-here]")) link.href = with_folds(link.href);
  };
  for (const check of checks) check.addEventListener("toggle", keep);
}

keep_folds();
customElements.define("copy-text", CopyText);
customElements.define("live-test", LiveTest);
customElements.define("store-progress", StoreProgress);
