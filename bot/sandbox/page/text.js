// Text and entities to DOM nodes. Nothing a person or the bot wrote is ever read as HTML.

import { fullMoment, moment, word } from "./words.js";

const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote",
  hashtag: "span", cashtag: "span", mention: "span", text_mention: "span", custom_emoji: "span", phone_number: "span",
};

export function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// Offsets of entities are UTF-16 units, and so are those of JavaScript's strings.
export function formatted(text, entities, act) {
  const root = document.createDocumentFragment();
  const open = [{ node: root, end: Infinity }];
  const ordered = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  let at = 0;
  const close = () => {
    while (open.length > 1 && open.at(-1).end <= at) {
      // A block ends its line by itself: the line break behind it would show as an empty line.
      if (open.pop().isBlock && text[at] === "\n") at += 1;
    }
  };
  const write = (end) => {
    close();
    while (at < end) {
      const next = Math.min(end, open.at(-1).end);
      open.at(-1).node.append(text.slice(at, next));
      at = next;
      close();
    }
  };
  for (const entity of ordered) {
    write(entity.offset);
    const end = Math.min(entity.offset + entity.length, open.at(-1).end);
    if (end <= entity.offset) continue;
    const made = wrap(entity, text.slice(entity.offset, end), act);
    open.at(-1).node.append(made.outer);
    if (made.text !== undefined) {
      made.inner.append(made.text);
      at = end;
    } else {
      open.push({ node: made.inner, end, isBlock: /^(PRE|BLOCKQUOTE)$/.test(made.outer.tagName) });
    }
  }
  write(text.length);
  return root;
}

// What stands for an entity: `outer` goes into the page, the words go into `inner` (or `text` in their place).
function wrap(entity, words, act) {
  switch (entity.type) {
    case "text_link": return link(entity.url, act);
    case "url": return link(/^[a-z]+:\/\//i.test(words) ? words : `http://${words}`, act);
    case "email": return link(`mailto:${words}`, act);
    case "bot_command": return press("command", () => act.say(words));
    case "spoiler": return spoiler();
    case "pre": return preformatted(entity.language);
    case "expandable_blockquote": return expandable();
    case "date_time": return time(entity, words);
    default: return same(element(PLAIN[entity.type] || "span", PLAIN[entity.type] === "span" ? "accent" : ""));
  }
}

const same = (node) => ({ outer: node, inner: node });

function link(address, act) {
  const node = element("a");
  if (!/^(https?|mailto|tg):/i.test(address)) return same(element("span"));
  node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  node.addEventListener("click", (event) => {
    if (act.follow(address)) event.preventDefault();
  });
  return same(node);
}

function press(className, action) {
  const node = element("button", className);
  node.type = "button";
  node.addEventListener("click", action);
  return same(node);
}

function spoiler() {
  const outer = element("span", "spoiler");
  const inner = element("span");
  outer.tabIndex = 0;
  outer.setAttribute("role", "button");
  outer.setAttribute("aria-label", word("spoiler"));
  const reveal = () => {
    outer.classList.add("open");
    for (const name of ["role", "aria-label", "tabindex"]) outer.removeAttribute(name);
  };
  outer.addEventListener("click", reveal);
  outer.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); reveal(); }
  });
  outer.append(inner);
  return { outer, inner };
}

function preformatted(language) {
  const outer = element("pre");
  if (language) outer.dataset.language = language;
  outer.tabIndex = 0;
  const inner = element("code");
  outer.append(inner);
  return { outer, inner };
}

function expandable() {
  const outer = element("blockquote", "expandable");
  const inner = element("div", "folded");
  const toggle = element("button", "unfold");
  toggle.type = "button";
  const label = (open) => {
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", word(open ? "collapse" : "expand"));
    toggle.title = word(open ? "collapse" : "expand");
  };
  label(false);
  toggle.addEventListener("click", () => label(outer.classList.toggle("open")));
  outer.append(inner, toggle);
  requestAnimationFrame(() => { toggle.hidden = inner.scrollHeight <= inner.clientHeight + 1; });
  return { outer, inner };
}

function time(entity, words) {
  const node = element("time", "accent");
  node.dateTime = new Date(entity.unix_time * 1000).toISOString();
  node.title = fullMoment(entity.unix_time);
  const style = entity.date_time_format;
  return { outer: node, inner: node, text: style ? moment(entity.unix_time, style) : words };
}
