import { startPage } from '../page.ts'
import { refresh, watch } from '../state.ts'
import { t } from '../strings.ts'
import { Options } from './Options.tsx'

watch('vault', 'keys', 'sites', 'settings')
// Only a page can ask; whether it was granted is part of the vault's status.
navigator.storage.persist().then(
  () => refresh('vault'),
  () => undefined,
)
startPage(t('optionsTitle'), <Options />)
