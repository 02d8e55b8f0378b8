import { startPage } from '../page.ts'
import { watch } from '../state.ts'
import { Popup } from './Popup.tsx'

watch('vault', 'confirmations', 'keys', 'sites')
startPage('Answerkey', <Popup />)
