/** A page for whoever looks after Answerkey: structure and labels, what was found and what was not. */
import { explainPrompts, redactedReport } from '../prompt/index.ts'

const MOST_LOOKS = 200

/** JSON, without numbers, addresses and values of the page. */
export function reportOfPage(): string {
  const { prompts, looks } = explainPrompts(document)
  const report = {
    madeBy: 'Answerkey: structure and labels of a page, without its numbers',
    language: document.documentElement.lang,
    found: prompts.map(({ mode, source, fields, doubts }) => ({
      mode,
      source,
      boxes: fields.length,
      doubts: doubts.map(({ about }) => about),
    })),
    looks: looks.slice(0, MOST_LOOKS).map(({ carrier, outcome, reason, where }) => ({
      carrier,
      outcome,
      reason,
      // Names of elements may hold a number of the user's.
      where: where.replaceAll(/\p{Number}/gu, '#'),
    })),
    page: redactedReport(document).split('\n'),
  }
  return JSON.stringify(report, null, 1)
}
