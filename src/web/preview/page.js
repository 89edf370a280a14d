"use strict";
// Shows the last version, and the next one as soon as it is there. Pages that did not change are left as they are; a new one takes
// its place once it is drawn, so that nothing flickers and the reader stays where they were.

const byId = (id) => document.getElementById(id);

async function picture(hash, number) {
  const image = new Image();
  image.alt = String(number);
  image.dataset.hash = hash;
  image.src = "/pages/" + hash;
  await image.decode();
  return image;
}

function isSeen(page) {
  const place = page.getBoundingClientRect();
  return place.bottom > 0 && place.top < window.innerHeight;
}

async function show(state) {
  document.documentElement.lang = state.language || "fr";
  document.title = state.title ? state.title + " · bilan" : "bilan";
  for (const key of ["title", "about", "took"]) byId(key).textContent = state[key];
  const problem = byId("problem");
  problem.hidden = state.problem === null;
  problem.textContent = state.problem || "";
  const pages = byId("pages");
  while (pages.children.length > state.pages.length) pages.lastChild.remove();
  while (pages.children.length < state.pages.length) pages.append(new Image());
  const replace = async (at) => {
    const hash = state.pages[at];
    if (pages.children[at].dataset.hash !== hash) pages.children[at].replaceWith(await picture(hash, at + 1));
  };
  // What the reader looks at comes first; the rest follows while they look.
  const [seen, others] = [[], []];
  state.pages.forEach((_, at) => (isSeen(pages.children[at]) ? seen : others).push(at));
  await Promise.all(seen.map(replace));
  document.body.dataset.shown = String(Date.now());
  await Promise.all(others.map(replace));
  document.body.dataset.version = String(state.version);
}

let showing = Promise.resolve();
new EventSource("/events").onmessage = () => {
  showing = showing.then(async () => show(await (await fetch("/state")).json())).catch(() => {});
};
