// Alke: a thin layer. Everything works without it: tabs are sections, dialogs are pages.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Tabs: [data-tabs] holds links to sections of the page; the open one stands in the address.
function tabs(box) {
  const links = all('a[href^="#"]', box);
  const panels = links.map((link) => document.querySelector(link.hash));
  if (!links.length || panels.includes(null)) return;
  box.firstElementChild.setAttribute("role", "tablist");
  const show = (open, focus) =>
    links.forEach((link, at) => {
      link.setAttribute("aria-selected", at === open);
      link.tabIndex = at === open ? 0 : -1;
      panels[at].hidden = at !== open;
      if (at === open && focus) link.focus();
    });
  const wanted = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return panels.findIndex((panel) => target && panel.contains(target));
  };
  links.forEach((link, at) => {
    link.setAttribute("role", "tab");
    link.id = `t-${panels[at].id}`;
    link.setAttribute("aria-controls", panels[at].id);
    panels[at].setAttribute("role", "tabpanel");
    panels[at].setAttribute("aria-labelledby", link.id);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(at);
      history.replaceState(null, "", link.hash);
    });
    link.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const to = (at + step + links.length) % links.length;
      show(to, true);
      history.replaceState(null, "", links[to].hash);
    });
  });
  show(Math.max(0, wanted()));
  addEventListener("hashchange", () => wanted() >= 0 && show(wanted()));
}

// The limit of a text: counted, never cut.
function count(field) {
  const note = document.getElementById(`${field.id}-l`);
  if (!note) return;
  note.dataset.rule ??= note.textContent;
  const length = [...field.value.replace(/\r\n?/g, "\n").trim()].length;
  note.textContent = `${note.dataset.rule} (${length}/${field.dataset.limit})`;
  note.classList.toggle("over-limit", length > field.dataset.limit);
}

// Forms with data-guard ask before typed text is left behind.
const dirty = new Set();
const guarded = (target) => target.closest?.("form[data-guard]");

function start(root) {
  all("[data-tabs]", root).forEach(tabs);
  all("[data-limit]", root).forEach(count);
  all("[data-copy]", root).forEach((button) => (button.hidden = !navigator.clipboard));
}

// A button that copies what a field holds, and says so.
async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
  button.textContent = button.dataset.done;
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest?.(selector);
  if (on("[aria-disabled=true]")) return event.preventDefault();
  const opener = on("[data-open]");
  const dialog = opener && document.getElementById(opener.dataset.open);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (on("[data-copy]")) copy(on("[data-copy]"));
  on("[data-close]")?.closest("dialog").close();
  if (event.target.matches?.("dialog")) event.target.close();
});
document.addEventListener("input", (event) => {
  if (event.target.dataset.limit) count(event.target);
  if (guarded(event.target)) dirty.add(guarded(event.target));
});
document.addEventListener("submit", (event) => dirty.delete(event.target));
addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

// While htmx works the seam fills, and the field says how its saving goes.
let running = 0;
const busy = (step) => {
  running = Math.max(0, running + step);
  document.documentElement.classList.toggle("busy", running > 0);
};
const status = (elt) => (elt.closest("form, .field") ?? elt).querySelector?.(".saved[data-saving]");
// The sentence of a page that refuses.
const reason = (xhr) =>
  new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("main .lead")?.textContent;

// A button or link without such words: the browser goes where it was refused, and is told why there.
function go(elt, detail) {
  dirty.delete(elt);
  if (elt.href) return location.assign(elt.href);
  const button = detail.requestConfig.triggeringEvent?.submitter;
  if (button?.name) {
    const { name, value } = button;
    elt.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  elt.submit();
}

// Without an answer there is nowhere to go: a line beside the button says so.
function tell(elt) {
  const line = document.createElement("p");
  line.className = "err unanswered";
  line.setAttribute("role", "alert");
  line.textContent = document.body.dataset.unanswered;
  elt.after(line);
}

document.addEventListener("htmx:beforeRequest", (event) => {
  busy(1);
  all(".unanswered").forEach((line) => line.remove());
  const note = status(event.detail.elt);
  if (note) note.textContent = note.dataset.saving;
  note?.classList.remove("bad");
});
document.addEventListener("htmx:afterRequest", (event) => {
  busy(-1);
  const { elt, xhr, successful } = event.detail;
  const form = elt.closest("form");
  if (successful) return dirty.delete(form);
  const note = status(elt);
  const { saving, failed, ended } = note?.dataset ?? {};
  const refused = xhr.status === 401 ? ended : xhr.status === 403 && reason(xhr);
  if (saving) {
    note.textContent = refused || failed;
    note.classList.add("bad");
    if (form) dirty.add(form);
  } else if (elt.matches("form, a[href]")) {
    if (xhr.status >= 400 && xhr.status < 500) go(elt, event.detail);
    else tell(elt);
  }
});
document.addEventListener("htmx:load", (event) => start(event.detail.elt));

start(document);
const wrong = document.querySelector("[aria-invalid=true]"); // a form that came back: to what is wrong
wrong?.focus();
if (location.hash) addEventListener("load", () => wrong?.focus()); // the way to the form took it from there
