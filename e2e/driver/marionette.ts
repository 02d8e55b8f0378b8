import { connect, type Socket } from 'node:net'
import { DriverError } from './driver.ts'

/** What Firefox says went wrong, with its kind: `javascript error`, `no such window` and so on. */
export class MarionetteError extends Error {
  override name = 'MarionetteError'
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * A client of Marionette, Firefox's own remote protocol: `length:[0, id, command, parameters]` over TCP, answered by
 * `length:[1, id, error, result]`. https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export class Marionette {
  #buffer = Buffer.alloc(0)
  #last = 0
  #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  #greet: () => void = () => {}
  #refuse: (error: Error) => void = () => {}
  #greeted = new Promise<void>((resolve, reject) => {
    this.#greet = resolve
    this.#refuse = reject
  })

  private constructor(readonly socket: Socket) {
    this.#greeted.catch(() => {})
    socket.on('data', (data) => {
      this.#buffer = Buffer.concat([this.#buffer, data])
      this.#read()
    })
    socket.on('error', () => this.#end())
    socket.on('close', () => this.#end())
  }

  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1')
    const client = new Marionette(socket)
    await client.#greeted
    return client
  }

  #read(): void {
    for (;;) {
      const colon = this.#buffer.indexOf(':')
      if (colon < 0) return
      const length = Number(this.#buffer.subarray(0, colon).toString('latin1'))
      const end = colon + 1 + length
      if (this.#buffer.length < end) return
      const message: unknown = JSON.parse(this.#buffer.subarray(colon + 1, end).toString('utf8'))
      this.#buffer = this.#buffer.subarray(end)
      if (Array.isArray(message)) this.#receive(message as [number, number, MarionetteFault | null, unknown])
      else this.#greet()
    }
  }

  #receive([, id, fault, result]: [number, number, MarionetteFault | null, unknown]): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (fault !== null) waiting?.reject(new MarionetteError(fault.error, fault.message))
    else waiting?.resolve(result)
  }

  #end(): void {
    const gone = new DriverError('Firefox has closed the connection.')
    this.#refuse(gone)
    for (const { reject } of this.#waiting.values()) reject(gone)
    this.#waiting.clear()
  }

  /** Sends a command and gives back its result. @throws MarionetteError when Firefox refuses */
  send<R = unknown>(command: string, parameters: object = {}): Promise<R> {
    if (this.socket.destroyed) return Promise.reject(new DriverError('Firefox is closed.'))
    const id = ++this.#last
    const text = JSON.stringify([0, id, command, parameters])
    return new Promise<R>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject })
      this.socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
  }

  close(): void {
    this.socket.destroy()
  }
}

interface MarionetteFault {
  error: string
  message: string
}
