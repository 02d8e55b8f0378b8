import * as v from 'valibot'

/** A challenge as the Keeper's own scripts get it. */
export const Challenge = v.object({ challenge: v.string(), expiresAt: v.number() })
export type Challenge = v.InferOutput<typeof Challenge>

export const Checked = v.union([
  v.object({ ok: v.literal(true), to: v.string() }),
  v.object({
    ok: v.literal(false),
    reason: v.string(),
    message: v.string(),
    challenge: v.optional(v.string()),
    expiresAt: v.optional(v.number()),
  }),
])
export type Checked = v.InferOutput<typeof Checked>
