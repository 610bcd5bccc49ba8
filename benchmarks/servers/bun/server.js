// Bun's own server, which is uWebSockets inside. Usage: bun server.js PORT
const port = Number(process.argv[2]);

const server = Bun.serve({
  hostname: "127.0.0.1",
  port,
  fetch(request, server) {
    const { pathname } = new URL(request.url);
    const known = pathname === "/ws" || pathname === "/topic";
    if (known && server.upgrade(request, { data: { topic: pathname === "/topic" } })) {
      return;
    }

    return new Response("Not found", { status: 404 });
  },
  websocket: {
    maxPayloadLength: 16 * 1024 * 1024,
    backpressureLimit: 64 * 1024 * 1024,
    perMessageDeflate: false,
    open(socket) {
      if (socket.data.topic) {
        socket.subscribe("topic");
      }
    },
    message(socket, message) {
      if (socket.data.topic) {
        server.publish("topic", message);
      } else {
        socket.send(message);
      }
    },
  },
});

process.on("SIGUSR2", () => Bun.gc(true));
