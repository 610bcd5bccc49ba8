// Node with the package ws. Usage: node --expose-gc server.js PORT
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const options = { noServer: true, maxPayload: 16 * 1024 * 1024, perMessageDeflate: false, clientTracking: false };
const echo = new WebSocketServer(options);
const topic = new WebSocketServer({ ...options, clientTracking: true });

echo.on("connection", (socket) => {
  socket.on("error", () => {});
  socket.on("message", (message, binary) => socket.send(message, { binary }));
});

topic.on("connection", (socket) => {
  socket.on("error", () => {});
  socket.on("message", (message, binary) => {
    for (const subscriber of topic.clients) {
      subscriber.send(message, { binary });
    }
  });
});

const server = createServer((request, response) => response.writeHead(404).end());
server.on("upgrade", (request, socket, head) => {
  const target = { "/ws": echo, "/topic": topic }[request.url];
  if (target === undefined) {
    socket.destroy();
    return;
  }

  target.handleUpgrade(request, socket, head, (client) => target.emit("connection", client));
});
server.listen(Number(process.argv[2]), "127.0.0.1", 4096);

process.on("SIGUSR2", () => globalThis.gc());
