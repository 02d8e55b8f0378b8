/**
 * Characters that turn the direction of the text after them, so that what is seen is not what is
 * there (Unicode Standard Annex 9, "Directional Formatting Characters").
 */
const CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

export function hasBidiControl(text: string): boolean {
  return CONTROL.test(text)
}
