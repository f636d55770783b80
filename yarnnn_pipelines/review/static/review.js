// Makes the page quicker; everything works without it. Keys, and a sentence's sources without loading the page anew.
"use strict";

const steps = () => [...document.querySelectorAll("a.step")].filter((step) => step.offsetParent !== null);
const keys = document.getElementById("keys");
const showKeys = document.getElementById("show-keys");
let latest = 0;

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function step(by) {
  const all = steps();
  if (!all.length) return;
  const focused = all.indexOf(document.activeElement);
  const chosen = all.findIndex((one) => one.getAttribute("aria-current") === "true");
  const from = focused >= 0 ? focused : chosen;
  const next = from < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, from + by));
  all[next].focus();
  if (all[next].matches("a.claim") && !isNarrow()) showSources(all[next]); // what is marked is what the pane shows
}

const isNarrow = () => window.matchMedia("(max-width: 60rem)").matches;

function focusOn(id) {
  const found = document.getElementById(id);
  if (found) found.focus();
}

// The focused sentence, else the chosen one, one place up or down.
async function move(id) {
  const focused = document.activeElement;
  if (focused?.matches("a.claim") && focused.getAttribute("aria-current") !== "true") await showSources(focused);
  document.getElementById(id)?.click();
}

function editWhole() {
  if (!whole) return;
  document.getElementById("whole").open = true;
  whole.focus();
}

// Of the focused draft of the week: whether it is approved with others.
function tick() {
  const box = document.activeElement?.closest(".queue li")?.querySelector("input[type=checkbox]");
  if (box) box.click();
}

const several = document.getElementById("several");
if (several) {
  several.addEventListener("submit", (event) => {
    if (several.querySelector("input:checked")) return;
    event.preventDefault();
    const hint = several.querySelector(".several .soft");
    hint.textContent = "Tick at least one draft first.";
    hint.setAttribute("role", "alert");
  });
}

// What is being written survives a reload, until it is sent.
const kept = (field) => `${window.location.pathname}/${field.form.elements.do.value}/${field.form.elements.sentence?.value || field.form.elements.item?.value || ""}/${field.name}${field.dataset.of || ""}`;

function keepWords(field) {
  if (field.matches(".act textarea, .act input:not([type])")) window.sessionStorage.setItem(kept(field), field.value);
}

function giveWordsBack(root) {
  for (const field of root.querySelectorAll(".act textarea, .act input:not([type])")) {
    const words = window.sessionStorage.getItem(kept(field));
    if (words !== null) field.value = words;
  }
}

document.addEventListener("input", (event) => keepWords(event.target));

// The whole text as it will look, while it is written.
const whole = document.getElementById("whole-text");
let previewing = 0;

function previewSoon(after) {
  window.clearTimeout(previewing);
  previewing = window.setTimeout(preview, after);
}

async function preview() {
  const body = new URLSearchParams({ form_token: whole.form.elements.form_token.value, text: whole.value });
  const written = whole.value;
  const answer = await fetch("/preview", { method: "POST", body }).catch(() => null);
  if (!answer?.ok || answer.redirected || written !== whole.value) return;
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
  const pane = document.getElementById("preview");
  pane.replaceChildren(...shown.body.childNodes);
  pane.hidden = false;
}

if (whole) {
  whole.addEventListener("input", () => previewSoon(150));
  document.getElementById("whole").addEventListener("toggle", () => previewSoon(0));
}
document.addEventListener("submit", (event) => {
  for (const field of event.target.querySelectorAll("textarea, input:not([type])")) {
    if (field.form.matches(".act")) window.sessionStorage.removeItem(kept(field));
  }
});
giveWordsBack(document);

async function showSources(link) {
  const mine = ++latest;
  let text;
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    window.location.assign(link.href);
    return;
  }
  if (mine !== latest) return; // another sentence was chosen meanwhile
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("evidence");
  const shown = document.getElementById("evidence");
  if (!fresh || !shown) return;
  shown.replaceWith(fresh);
  giveWordsBack(fresh);
  for (const one of document.querySelectorAll("a.claim[aria-current]")) one.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  window.history.replaceState(null, "", link.href);
  if (isNarrow()) {
    fresh.scrollIntoView({ block: "start" });
    fresh.focus({ preventScroll: true });
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.claim");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  showSources(link);
});

// What a key does is done to the sentence that has the focus.
async function onFocused(act) {
  const focused = document.activeElement.closest("a.claim");
  if (focused && !focused.hasAttribute("aria-current")) await showSources(focused);
  act();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || keys.open) return;
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "?") keys.showModal();
  else if (event.key === "e") onFocused(() => focusOn("reword"));
  else if (event.key === "s") onFocused(() => focusOn("strike"));
  else if (event.key === "a") focusOn(document.getElementById("approve") ? "approve" : "approve-chosen");
  else if (event.key === "x") tick();
  else if (event.key === "r") focusOn("reason");
  else if (event.key === "m") editWhole();
  else if (event.key === "z") focusOn("snooze");
  else if (event.key === "J" || event.key === "K") onFocused(() => move(event.key === "J" ? "move-down" : "move-up"));
  else if (event.key === "w") (document.getElementById("to-week") || document.querySelector("a.brand")).click();
  else return;
  event.preventDefault();
});

if (showKeys) {
  showKeys.hidden = false;
  showKeys.addEventListener("click", () => keys.showModal());
}
