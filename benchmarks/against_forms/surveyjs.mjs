// What SurveyJS makes of a survey: its own complaints, and what each respondent sees.
// Read from stdin: {survey, respondents: [{name: value}, ...]}. Written to stdout: {faults, seen: [{names, values}]}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const require = createRequire(import.meta.url);
const { Model, settings } = require("survey-core");
settings.parseJSON && (settings.parseJSON.throwErrors = false);

const { survey, respondents } = JSON.parse(readFileSync(0, "utf8"));
const form = new Model(survey);
const faults = (form.jsonErrors ?? []).map((error) => error.message);
const SAID = ["cannot be read", "unknown function", "unknown name", "always the same"];
for (const { obj, propertyName, errors } of form.validateExpressions({ functions: true, semantics: true, variables: true })) {
  for (const { errorType, variableName, functionName } of errors) {
    const what = [SAID[errorType], functionName ?? variableName].filter(Boolean).join(" ");
    faults.push(`${obj.name ?? obj.value}.${propertyName}: ${what}`);
  }
}
const seen = respondents.map((answers) => {
  const one = new Model(survey);
  one.data = answers;
  const names = [], values = {};
  for (const question of one.getAllQuestions()) {
    if (!question.isVisible || !question.page?.isVisible) continue;
    names.push(question.name);
    if (question.getType() === "matrix") names.push(...question.visibleRows.map((row) => row.name));
    if (question.getType() === "expression") values[question.name] = question.value ?? null;
  }
  return { names, values };
});
process.stdout.write(JSON.stringify({ faults, seen }));
