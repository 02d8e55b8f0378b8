import { startPage } from '../page.ts'
import { watch } from '../state.ts'
import { Popup } from './Popup.tsx'
import { keepTyping } from './typedAhead.ts'

keepTyping()
watch('vault', 'confirmations', 'keys', 'sites')
startPage('Answerkey', <Popup />)
