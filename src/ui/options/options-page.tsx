import { startPage } from '../page.ts'
import { watch } from '../state.ts'
import { t } from '../strings.ts'
import { Options } from './Options.tsx'

watch('vault', 'keys', 'sites', 'settings')
startPage(t('optionsTitle'), <Options />)
