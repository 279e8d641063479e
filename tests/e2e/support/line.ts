import { once } from "node:events";
import { connect, createServer, type Server as Listener, type Socket } from "node:net";

import { type Address, freePort, type Server } from "./server.ts";

/** The line between pages and a server. It can be cut, as by a tunnel, while the server goes on. */
export class Line implements Address {
  readonly url: string;
  readonly #listener: Listener;
  readonly #open = new Set<Socket>();
  #whole = true;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    this.url = `http://localhost:${String(port)}`;
    this.#listener = createServer((page) => {
      this.#join(page);
    });
  }

  static async to(server: Server): Promise<Line> {
    const line = new Line(server, await freePort());
    line.#listener.listen(line.port, "127.0.0.1");
    await once(line.#listener, "listening");
    return line;
  }

  /** Nothing goes through any more, and what was on its way is lost. */
  cut(): void {
    this.#whole = false;
    for (const socket of this.#open) socket.destroy();
  }

  mend(): void {
    this.#whole = true;
  }

  async stop(): Promise<void> {
    this.cut();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  #join(page: Socket): void {
    if (!this.#whole) {
      page.destroy();
      return;
    }
    const far = connect(this.server.port, "127.0.0.1");
    for (const [one, other] of [
      [page, far],
      [far, page],
    ] as const) {
      this.#open.add(one);
      one.pipe(other);
      one.on("error", () => one.destroy());
      one.on("close", () => {
        this.#open.delete(one);
        other.destroy();
      });
    }
  }
}
