import { startPage } from '../page.ts'
import { watch } from '../state.ts'
import { t } from '../strings.ts'
import { Welcome } from './Welcome.tsx'

watch('vault', 'keys', 'sites')
startPage(t('welcomeTitle'), <Welcome />)
