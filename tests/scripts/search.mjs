// Ask the theme's own search worker: its file, the index and the queries go in, the pages found come out.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [worker, index] = process.argv.slice(2);
const { config, docs } = JSON.parse(readFileSync(index, "utf8"));
const queries = JSON.parse(readFileSync(0, "utf8"));
let listener;
let answer;
const self = {
  addEventListener: (_, given) => { listener = given; },
  postMessage: (message) => { answer = message; },
  console,
};
self.self = self;
vm.runInNewContext(readFileSync(worker, "utf8"), self);
const ask = async (type, data) => {
  await listener({ data: { type, data } });
  return answer.data;
};

await ask(0, { config, docs, options: { suggest: true } });
const pages = {};
for (const query of queries) {
  const { items } = await ask(2, query);
  pages[query] = items.map(([first]) => first.location.split("#")[0]);
}
process.stdout.write(JSON.stringify(pages));
