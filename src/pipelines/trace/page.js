"use strict";
// Draws the tree where it is opened: each row adds its parts when a reader asks for them, a page at a time.
const data = JSON.parse(document.getElementById("data").textContent);
const pageLength = data.page_length;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function headOf(tag, node, part) {
  const head = element(tag, tag === "summary" ? "" : "leaf");
  const name = element("span", "name");
  if (part) name.append(element("span", "kind " + node.kind, part.role));
  name.append(node.name);
  head.append(name, element("span", "number", part ? part.amount : ""));
  if (node.about) head.append(element("span", "about", node.about));
  return head;
}

function drawParts(inside, id, from) {
  const parts = data.parts[id] || [];
  for (const part of parts.slice(from, from + pageLength)) inside.append(drawNode(part.node, part));
  const rest = parts.length - from - pageLength;
  if (rest > 0) {
    const more = element("button", "", data.more.replace("{count}", rest.toLocaleString()));
    more.addEventListener("click", () => { more.remove(); drawParts(inside, id, from + pageLength); });
    inside.append(more);
  }
}

function drawNode(id, part) {
  const node = data.nodes[id];
  if (!(data.parts[id] || []).length) return headOf("div", node, part);
  const details = element("details");
  details.append(headOf("summary", node, part));
  details.draw = () => {
    if (details.dataset.drawn) return;
    details.dataset.drawn = "yes";
    const inside = element("div", "inside");
    drawParts(inside, id, 0);
    details.append(inside);
  };
  details.addEventListener("toggle", () => { if (details.open) details.draw(); });
  return details;
}

// On paper nothing can be opened: what is in sight is printed with what it was made from.
addEventListener("beforeprint", () => {
  for (const details of [...document.querySelectorAll("details")]) {
    details.open = true;
    details.draw();
  }
});

for (const root of data.roots) {
  const drawn = drawNode(root, null);
  document.getElementById("tree").append(drawn);
  if (drawn.tagName === "DETAILS") drawn.open = true;
}
