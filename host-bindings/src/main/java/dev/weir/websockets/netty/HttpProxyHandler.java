package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Asks an HTTP proxy for a tunnel.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6">RFC 9110, section 9.3.6</a>
 */
final class HttpProxyHandler extends ProxyHandler {
    HttpProxyHandler(ProxyOptions proxy, String host, int port, Runnable open, Consumer<String> failed) {
        super(proxy, host, port, open, failed);
    }

    @Override
    ByteBuf greeting(ChannelHandlerContext ctx) {
        StringBuilder text = new StringBuilder();
        text.append("CONNECT ")
                .append(authority())
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority());
        if (proxy.user() != null) {
            String pair = proxy.user() + ":" + proxy.password();
            text.append("\r\nProxy-Authorization: Basic ")
                    .append(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        text.append("\r\n\r\n");
        return ctx.alloc().buffer().writeBytes(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    boolean answered(ChannelHandlerContext ctx, ByteBuf answer) throws HandshakeException {
        while (true) {
            HandshakeHandler.requireHttp(answer);
            int end = HandshakeHandler.endOfHead(answer);
            if (end < 0) {
                return false;
            }
            byte[] bytes = new byte[end];
            answer.readBytes(bytes);
            ResponseHead head = ResponseHead.parse(bytes, end);
            if (head.status() >= 200 && head.status() < 300) {
                return true;
            }
            if (head.status() >= 200) {
                throw new HandshakeException("it answered " + head.describeStatus());
            }
        }
    }
}
