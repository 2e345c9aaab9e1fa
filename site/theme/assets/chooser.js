// A box to look departments up in, after the ARIA pattern of a combobox with a list: it is worked by keyboard alone.
const MOST = 50; // options on the list

// The better a name fits the words, the smaller: the same, begins so, has it, or is in a place of that name.
function rank(entry, words) {
  if (!words.every((word) => entry.looked.includes(word))) return -1;
  const [first] = words;
  if (entry.name === words.join(" ")) return 0;
  if (entry.name.startsWith(first)) return 1;
  return words.some((word) => entry.name.includes(word)) ? 2 : 3;
}

export function found(entries, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return entries;
  const ranked = [];
  entries.forEach((entry, place) => {
    const fits = rank(entry, words);
    if (fits >= 0) ranked.push([fits, entry.name.length, place, entry]);
  });
  ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return ranked.map((each) => each[3]);
}

// `load` gives all entries ({key, name, places, looked}), `taken` says which are chosen, `choose` takes a key.
export function chooser(input, list, status, { load, taken, choose, say }) {
  let options = [];
  let active = -1;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(place) {
    list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    active = place;
    const option = list.children[place];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function shown(entry, place) {
    const option = document.createElement("li");
    option.role = "option";
    option.id = `${list.id}-${place}`;
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.lang = "zh-Hans";
    name.textContent = entry.name;
    const where = document.createElement("span");
    where.className = "muted";
    where.lang = "zh-Hans";
    where.textContent = entry.places.join(" · ");
    option.append(name, " ", where);
    option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(place); });
    return option;
  }

  async function open() {
    let entries;
    try {
      entries = await load();
    } catch (problem) {
      status.textContent = say(`取不到部门的名单：${problem.message}`, `The names of the departments cannot be had: ${problem.message}`);
      return;
    }
    if (document.activeElement !== input) return;
    const every = found(entries, input.value).filter((entry) => !taken(entry.key));
    options = every.slice(0, MOST);
    list.replaceChildren(...options.map(shown));
    list.hidden = !options.length;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = every.length > MOST
      ? say(`${every.length} 个部门，列出前 ${MOST} 个；再写几个字`, `${every.length} departments, the first ${MOST} are listed: type more`)
      : say(`${every.length} 个部门`, `${every.length} ${every.length === 1 ? "department" : "departments"}`);
  }

  function take(place) {
    const entry = options[place];
    input.value = "";
    status.textContent = "";
    close();
    choose(entry);
  }

  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("click", () => { if (list.hidden) open(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return; // the keys belong to the input method
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) await open();
      if (list.hidden) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(active < 0 ? (step > 0 ? 0 : options.length - 1) : (active + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && options.length) take(Math.max(active, 0));
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (list.hidden) input.value = "";
      close();
    }
  });
}
