import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;

/** Netty on NIO: Debian does not build its native transport. Usage: java Server PORT */
public final class Server {
    private static final int MAX_MESSAGE = 16 * 1024 * 1024;
    private static final ChannelGroup SUBSCRIBERS = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** What one read brought is written message by message, and flushed once. */
    private abstract static class Messages extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class Echo extends Messages {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            context.write(frame.retain());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    private static final class Topic extends Messages {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                SUBSCRIBERS.add(context.channel());
            }
            super.userEventTriggered(context, event);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            SUBSCRIBERS.write(frame.retain());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            SUBSCRIBERS.flush();
        }
    }

    /** The path is known only with the request, so the handlers behind it are chosen then. */
    private static final class Router extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            boolean topic = request.uri().equals("/topic");
            context.pipeline()
                .addLast(new WebSocketServerProtocolHandler(topic ? "/topic" : "/ws", null, false, MAX_MESSAGE))
                .addLast(new WebSocketFrameAggregator(MAX_MESSAGE))
                .addLast(topic ? new Topic() : new Echo());
            context.fireChannelRead(request.retain());
            context.pipeline().remove(this);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        NioEventLoopGroup acceptor = new NioEventLoopGroup(1);
        NioEventLoopGroup workers = new NioEventLoopGroup(Runtime.getRuntime().availableProcessors());
        ChannelFuture bound = new ServerBootstrap()
            .group(acceptor, workers)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(65536), new Router());
                }
            })
            .bind("127.0.0.1", Integer.parseInt(arguments[0]))
            .sync();
        bound.channel().closeFuture().sync();
    }
}
