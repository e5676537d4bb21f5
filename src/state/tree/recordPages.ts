// Records of a fixed number of words, in pages: growing never copies, removed records are used again, and a fork
// shares the pages of its base.

const pageShift = 12;
const recordsPerPage = 1 << pageShift;
const recordMask = recordsPerPage - 1;
const noRecord = -1;

export class RecordPages {
  readonly #recordWords: number;
  readonly #pages: Int32Array[];
  readonly #firstOwnRecord: number;
  #nextRecord: number;
  #firstFree = noRecord;

  constructor(recordWords: number, sharedPages: readonly Int32Array[] = []) {
    this.#recordWords = recordWords;
    this.#pages = [...sharedPages];
    this.#firstOwnRecord = sharedPages.length * recordsPerPage;
    this.#nextRecord = this.#firstOwnRecord;
  }

  /** Pages that begin with the records of this one and never write to them. */
  fork(): RecordPages {
    return new RecordPages(this.#recordWords, this.#pages);
  }

  pageOf(record: number): Int32Array {
    return this.#pages[record >>> pageShift] as Int32Array;
  }

  offsetOf(record: number): number {
    return (record & recordMask) * this.#recordWords;
  }

  /** Whether the record belongs to the base of this fork and must be copied before it is changed. */
  isShared(record: number): boolean {
    return record < this.#firstOwnRecord;
  }

  allocate(): number {
    const free = this.#firstFree;
    if (free !== noRecord) {
      this.#firstFree = this.pageOf(free)[this.offsetOf(free)] as number;
      return free;
    }
    const record = this.#nextRecord;
    if (record >>> pageShift === this.#pages.length) {
      this.#pages.push(new Int32Array(recordsPerPage * this.#recordWords));
    }
    this.#nextRecord = record + 1;
    return record;
  }

  /** A free record's first word names the next free one; a shared record still belongs to the base. */
  release(record: number): void {
    if (this.isShared(record)) return;
    this.pageOf(record)[this.offsetOf(record)] = this.#firstFree;
    this.#firstFree = record;
  }
}
