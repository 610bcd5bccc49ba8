// usage: node server.mjs [deflate]
// An echo server for our client. Closes with the code and reason of a text "close <code> <reason>", and takes the sub-protocol "b".
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: process.argv[2] === 'deflate' ? { threshold: 0 } : false,
    handleProtocols: offered => (offered.has('b') ? 'b' : false),
});
server.on('listening', () => console.log(`listening on ${server.address().port}`));
server.on('connection', peer => {
    peer.on('message', (data, isBinary) => {
        const close = isBinary ? null : /^close (\d+) (.*)$/.exec(data.toString());
        if (close) {
            peer.close(Number(close[1]), close[2]);
        } else {
            peer.send(data, { binary: isBinary });
        }
    });
    peer.on('error', error => console.log(`error: ${error.message}`));
});
