package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a SOCKS proxy for a connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1928">RFC 1928</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1929">RFC 1929, name and password</a>
 */
final class Socks5ProxyHandler extends ProxyHandler {
    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int PASSWORD = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int DOMAIN = 3;
    private static final int IPV6 = 4;

    private enum Stage {
        METHOD,
        AUTHENTICATION,
        CONNECTION
    }

    private Stage stage = Stage.METHOD;

    Socks5ProxyHandler(ProxyOptions proxy, String host, int port, Runnable open, Consumer<String> failed) {
        super(proxy, host, port, open, failed);
    }

    @Override
    ByteBuf greeting(ChannelHandlerContext ctx) {
        ByteBuf hello = ctx.alloc().buffer().writeByte(VERSION);
        return proxy.user() == null
                ? hello.writeByte(1).writeByte(NO_AUTHENTICATION)
                : hello.writeByte(2).writeByte(NO_AUTHENTICATION).writeByte(PASSWORD);
    }

    @Override
    boolean answered(ChannelHandlerContext ctx, ByteBuf answer) throws HandshakeException {
        return switch (stage) {
            case METHOD -> {
                if (answer.readableBytes() >= 2) {
                    methodChosen(ctx, answer);
                }
                yield false;
            }
            case AUTHENTICATION -> {
                if (answer.readableBytes() >= 2) {
                    answer.skipBytes(1);
                    if (answer.readByte() != 0) {
                        throw new HandshakeException("it refused the name or the password");
                    }
                    askForConnection(ctx);
                }
                yield false;
            }
            case CONNECTION -> connected(answer);
        };
    }

    private void methodChosen(ChannelHandlerContext ctx, ByteBuf answer) throws HandshakeException {
        int version = answer.readUnsignedByte();
        int method = answer.readUnsignedByte();
        if (version != VERSION) {
            throw new HandshakeException("it does not speak SOCKS 5");
        }
        String user = proxy.user();
        String password = proxy.password();
        if (method == NO_AUTHENTICATION) {
            askForConnection(ctx);
        } else if (method == PASSWORD && user != null && password != null) {
            stage = Stage.AUTHENTICATION;
            byte[] name = requireShort(user);
            byte[] secret = requireShort(password);
            ctx.writeAndFlush(ctx.alloc()
                    .buffer()
                    .writeByte(1)
                    .writeByte(name.length)
                    .writeBytes(name)
                    .writeByte(secret.length)
                    .writeBytes(secret));
        } else {
            throw new HandshakeException("it wants a kind of authentication that was not offered");
        }
    }

    private void askForConnection(ChannelHandlerContext ctx) throws HandshakeException {
        stage = Stage.CONNECTION;
        ByteBuf request =
                ctx.alloc().buffer().writeByte(VERSION).writeByte(CONNECT).writeByte(0);
        byte[] address = address(host);
        if (address != null) {
            request.writeByte(address.length == 4 ? IPV4 : IPV6).writeBytes(address);
        } else {
            byte[] name = requireShort(host);
            request.writeByte(DOMAIN).writeByte(name.length).writeBytes(name);
        }
        ctx.writeAndFlush(request.writeShort(port));
    }

    private static byte @Nullable [] address(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host);
    }

    private static byte[] requireShort(String text) throws HandshakeException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 255) {
            throw new HandshakeException("a name or password is longer than 255 bytes");
        }
        return bytes;
    }

    private boolean connected(ByteBuf answer) throws HandshakeException {
        int start = answer.readerIndex();
        int available = answer.readableBytes();
        if (available >= 2) {
            requireSuccess(answer.getUnsignedByte(start + 1));
        }
        if (available < 5) {
            return false;
        }
        int length = switch (answer.getByte(start + 3)) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case DOMAIN -> 1 + answer.getUnsignedByte(start + 4);
            default -> throw new HandshakeException("it answered with an address of unknown kind");
        };
        int whole = 4 + length + 2;
        if (available < whole) {
            return false;
        }
        answer.skipBytes(whole);
        return true;
    }

    private static void requireSuccess(int reply) throws HandshakeException {
        String reason = switch (reply) {
            case 0 -> null;
            case 1 -> "general failure";
            case 2 -> "its rules forbid it";
            case 3 -> "network is unreachable";
            case 4 -> "host is unreachable";
            case 5 -> "connection refused";
            case 6 -> "no answer in time";
            case 7, 8 -> "it does not support this";
            default -> "failure " + reply;
        };
        if (reason != null) {
            throw new HandshakeException(reason);
        }
    }
}
