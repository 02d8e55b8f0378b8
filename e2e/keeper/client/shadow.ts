/** `<keeper-confirmation>`: the prompt lives in an open shadow root, its form too. */
class KeeperConfirmation extends HTMLElement {
  connectedCallback(): void {
    if (this.shadowRoot !== null) return
    const template = this.querySelector('template')
    if (template === null) return
    const root = this.attachShadow({ mode: 'open' })
    root.append(template.content.cloneNode(true))
  }
}
customElements.define('keeper-confirmation', KeeperConfirmation)
