import type { ConfirmationView } from '../../../messages.ts'
import { codeText, t } from '../../strings.ts'
import { Notice } from '../Notice.tsx'

/** Who asks: the host as the browser resolves it, with what is odd about it. */
export function Site({ view }: { view: ConfirmationView }) {
  const port = portOf(view.origin)
  return (
    <div class="site">
      <p class="host">
        <bdi dir="ltr">
          {view.host}
          {port && <span class="soft">:{port}</span>}
        </bdi>
      </p>
      {view.mixed && (
        <Notice look="danger">
          <p>{codeText('warning', 'mixed-script')}</p>
        </Notice>
      )}
      {view.private && <p class="hint">{t('privateWindow')}</p>}
    </div>
  )
}

function portOf(origin: string): string {
  try {
    return new URL(origin).port
  } catch {
    return ''
  }
}
