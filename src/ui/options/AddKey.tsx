import { useState } from 'preact/hooks'
import { EnrolmentCard } from '../components/EnrolmentCard.tsx'
import { Field } from '../components/Field.tsx'
import { FileDrop } from '../components/FileDrop.tsx'
import { Notice } from '../components/Notice.tsx'
import { Segments } from '../components/Segments.tsx'
import { readQrCodes } from '../pictures.ts'
import { t } from '../strings.ts'
import { ByHandForm } from './ByHandForm.tsx'
import { goTo, route } from './route.ts'

type Way = 'paste' | 'picture' | 'hand'

/** A page of its own: three ways in, the same card or form at the end of each. */
export function AddKey() {
  const asked = route.value[2]
  const [way, setWay] = useState<Way>(asked === 'picture' || asked === 'hand' ? asked : 'paste')
  return (
    <div class="stack">
      <p>
        <a href="#/keys">{t('backToKeys')}</a>
      </p>
      <h1>{t('addKey')}</h1>
      <AddKeyWays way={way} onWay={setWay} onAdded={() => goTo('keys')} />
    </div>
  )
}

interface WaysProps {
  way: Way
  onWay: (way: Way) => void
  onAdded: () => void
}

export function AddKeyWays({ way, onWay, onAdded }: WaysProps) {
  return (
    <div class="stack">
      <Segments
        label={t('addKeyWays')}
        panel="add-key"
        value={way}
        onChoose={onWay}
        options={[
          { value: 'paste', label: t('addByLink') },
          { value: 'picture', label: t('addByPicture') },
          { value: 'hand', label: t('addByHand') },
        ]}
      />
      <div class="stack" id="add-key" role="tabpanel" aria-labelledby={`tab-${way}`}>
        {way === 'paste' && <PasteLink onAdded={onAdded} />}
        {way === 'picture' && <FromPicture onAdded={onAdded} />}
        {way === 'hand' && <ByHandForm onAdded={onAdded} />}
      </div>
    </div>
  )
}

function PasteLink({ onAdded }: { onAdded: () => void }) {
  const [text, setText] = useState('')
  const uri = text.trim()
  const many = /^otpauth-migration:/i.test(uri) || uri.split(/\s*\n\s*/).length > 1
  return (
    <div class="stack">
      <Field label={t('otpauthLink')} hint={t('otpauthLinkHint')}>
        {(tie) => (
          <textarea
            {...tie}
            class="input code"
            rows={3}
            spellcheck={false}
            autocomplete="off"
            placeholder="otpauth://ocra/…"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      {uri !== '' && (many ? <ManyNotice /> : <EnrolmentCard key={uri} uri={uri} onAdded={onAdded} />)}
    </div>
  )
}

/** Several keys at once are an import, with its preview. */
function ManyNotice() {
  return (
    <Notice>
      <p>{t('manyKeys')}</p>
      <p>
        <a href="#/backup">{t('openImport')}</a>
      </p>
    </Notice>
  )
}

function FromPicture({ onAdded }: { onAdded: () => void }) {
  const [texts, setTexts] = useState<string[] | undefined>(undefined)
  const uris = texts?.filter((text) => /^otpauth:\/\//i.test(text)) ?? []
  const many = texts?.some((text) => /^otpauth-migration:/i.test(text)) === true
  return (
    <div class="stack">
      <p class="soft small">{t('scanPageHow')}</p>
      <FileDrop
        accept="image/*"
        title={t('dropPicture')}
        button={t('choosePicture')}
        onFiles={async (files) => {
          const read = await Promise.all(files.map(readQrCodes))
          setTexts(read.flat())
        }}
      />
      {texts !== undefined && uris.length === 0 && !many && (
        <Notice look="warn" role="alert">
          <p>{t('pictureNothing')}</p>
        </Notice>
      )}
      {many && <ManyNotice />}
      {uris.map((uri) => (
        <EnrolmentCard key={uri} uri={uri} onAdded={onAdded} />
      ))}
    </div>
  )
}
