import type { ComponentChildren, RefObject } from 'preact'

interface Props {
  title: string
  text?: ComponentChildren
  /** For what wants to reach into the content. */
  part?: RefObject<HTMLDivElement | null>
  children: ComponentChildren
}

/** One matter of a section, with its title. */
export function Panel({ title, text, part, children }: Props) {
  return (
    <section class="panel">
      <div class="about">
        <h2>{title}</h2>
        {text && <p class="soft small">{text}</p>}
      </div>
      <div class="content stack" ref={part ?? null}>
        {children}
      </div>
    </section>
  )
}
