/**
 * Takes the times of the bench inside the page, from before its own scripts run.
 */
globalThis.bench = {
  /** Edit a field as soon as it is there; give the time from `began` until its answer stands in the page. */
  first(began, { field, text, headline, expected }) {
    let edited = false;
    return new Promise((resolve, reject) => {
      const look = () => {
        const input = document.querySelector(field);
        if (input && !edited) {
          edited = true;
          input.focus();
          input.value = text;
          for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
        }
        if (document.querySelector(headline)?.textContent !== expected) return;
        observer.disconnect();
        resolve(performance.now() - began);
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, characterData: true });
      setTimeout(() => reject(Error(`no answer "${expected}" within a minute`)), 60000);
    });
  },

  /** Follow the page's own link to another calculator and edit a field there. */
  second(path, edit) {
    const link = [...document.links].find(({ pathname }) => pathname.endsWith(path));
    const answered = bench.first(performance.now(), edit);
    link.click();
    return answered;
  },

  /** Ask the page's own worker one question after the other; give the time of each. */
  async each(questions) {
    const { build } = document.getElementById("build").dataset;
    const times = [];
    for (const question of questions) {
      const began = performance.now();
      const { answer } = await bench.ask(question, build);
      times.push(performance.now() - began);
      if (!answer?.panel) throw Error(`no answer to ${JSON.stringify(question)}`);
    }
    return times;
  },

  /** Ask one question; the page's own, asked before, may still be answered first. */
  ask(question, build) {
    return new Promise((resolve) => {
      const heard = ({ data }) => {
        if (data.id !== "bench") return;
        bench.worker.removeEventListener("message", heard);
        resolve(data);
      };
      bench.worker.addEventListener("message", heard);
      bench.worker.postMessage({ id: "bench", build, question });
    });
  },
};

/** Keep the module worker that the page starts: the theme's own are none. */
globalThis.Worker = class extends Worker {
  constructor(address, options) {
    super(address, options);
    if (options?.type === "module") bench.worker = this;
  }
};
