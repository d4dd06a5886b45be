// What ODK's engine makes of an XForm, and what is relevant for each respondent.
// Read from stdin: {xform, respondents: [{name: value}, ...]}. Written to stdout: {faults, seen: [{names, values, refused}]}.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("", { url: "http://form.invalid/" });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
globalThis.__dirname = "/"; // the engine's bundle asks for it and does not use it
const { createInstance, constants } = await import("@getodk/xforms-engine");
const { xform, respondents } = JSON.parse(readFileSync(0, "utf8"));

function* nodesOf(node) {
  yield node;
  for (const child of node.currentState.children ?? []) yield* nodesOf(child);
}

const nameOf = (node) => node.currentState.reference.split("/").pop();
const isSelect = (node) => node.nodeType === "select";

function answer(node, given) {
  const several = [given].flat();
  if (isSelect(node)) return several.length > 1 || node.selectType === "select" ? node.selectValues(several) : node.selectValue(several[0]);
  if (node.nodeType === "rank") return node.setValues(several);
  if (node.nodeType === "input" || node.nodeType === "range") return node.setValue(valueFor(node, several[0]));
  throw new Error(`${node.nodeType} takes no answer`);
}

function valueFor(node, text) {
  if (node.valueType === "int") return BigInt(text);
  if (node.valueType === "decimal") return Number(text);
  if (node.valueType === "date") return globalThis.Temporal ? Temporal.PlainDate.from(text) : text;
  return text;
}

// Arms and what is known beforehand stand in the form already, where a device would draw or get them.
function known(given) {
  let form = xform;
  for (const [name, value] of Object.entries(given)) {
    form = form.replace(new RegExp(`<${name}\\s*/>`), `<${name}>${value}</${name}>`);
    form = form.replace(new RegExp(`(<bind [^>]*nodeset="[^"]*/${name}"[^>]*?) calculate="[^"]*"`), "$1");
  }
  return form;
}

const faults = [];
const seen = [];
for (const { given, answers } of respondents) {
  const made = await createInstance(known(given), { instance: { stateFactory: (state) => state } });
  if (!made.root) { faults.push(String(made.error)); break; }
  const nodes = [...nodesOf(made.root)];
  const refused = [];
  for (const node of nodes) {
    const given = answers[nameOf(node)];
    if (given === undefined || node.nodeType.includes("group") || !node.currentState.relevant) continue;
    try { answer(node, given); } catch (error) { refused.push(`${nameOf(node)}: ${error.message}`.slice(0, 200)); }
  }
  const there = nodes.filter((node) => node.currentState.relevant);
  seen.push({
    names: there.map(nameOf),
    values: Object.fromEntries(there.filter((node) => node.nodeType === "model-value").map((node) => [nameOf(node), String(node.currentState.value ?? "")])),
    refused,
  });
}
process.stdout.write(JSON.stringify({ faults, seen }));
