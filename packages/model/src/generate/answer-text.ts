/** Text of tokens that come one by one, without ever splitting a character. */
export class AnswerText {
  private readonly bytesOf: (id: number) => Uint8Array;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private whole = '';

  constructor(bytesOf: (id: number) => Uint8Array) {
    this.bytesOf = bytesOf;
  }

  /** Up to the last whole character. */
  get text(): string {
    return this.whole;
  }

  add(id: number): void {
    this.whole += this.decoder.decode(this.bytesOf(id), { stream: true });
  }

  /** The end: what is left of a character that never became whole is the replacement character. */
  finish(): void {
    this.whole += this.decoder.decode();
  }
}
