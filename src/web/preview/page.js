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

async function show(state) {
  document.documentElement.lang = state.language || "fr";
  document.title = state.title ? state.title + " · bilan" : "bilan";
  for (const key of ["title", "about", "took"]) byId(key).textContent = state[key];
  const problem = byId("problem");
  problem.hidden = state.problem === null;
  problem.textContent = state.problem || "";
  const pages = byId("pages");
  await Promise.all(state.pages.map(async (hash, at) => {
    const known = pages.children[at];
    if (known && known.dataset.hash === hash) return;
    const image = await picture(hash, at + 1);
    if (pages.children[at]) pages.children[at].replaceWith(image);
    else {
      while (pages.children.length < at) pages.append(new Image());
      pages.append(image);
    }
  }));
  while (pages.children.length > state.pages.length) pages.lastChild.remove();
  document.body.dataset.version = String(state.version);
  document.body.dataset.shown = String(Date.now());
}

let showing = Promise.resolve();
new EventSource("/events").onmessage = () => {
  showing = showing.then(async () => show(await (await fetch("/state")).json())).catch(() => {});
};
