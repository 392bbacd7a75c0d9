package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake: what is asked, and what becomes of every kind of answer. */
@ExtendWith(NoLeaks.class)
class OpeningTest {
    private static final String FAILED = "closed unclean 1006 [] unsent 0: ws://host.test/chat: ";

    private Wire wire = new Wire();

    @AfterEach
    void nothingIsLeftOver() {
        wire.close();
    }

    private void use(WebSocketRequest request) {
        wire.close();
        wire = new Wire(request, Wire.OPTIONS);
    }

    // ---- the request

    @Test
    void theRequestHasTheHeadersOfTheHandshake() {
        use(Wire.REQUEST
                .withProtocols(List.of("soap", "wamp"), false)
                .withOrigin("https://page.test")
                .withHeaders(Map.of("User-Agent", "Weir")));
        String request = wire.begin();
        String key = request.replaceAll("(?s).*Sec-WebSocket-Key: ([^\r]*)\r\n.*", "$1");
        assertEquals(16, Base64.getDecoder().decode(key).length);
        assertEquals("""
                GET /chat HTTP/1.1
                Host: host.test
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Key: KEY
                Pragma: no-cache
                Cache-Control: no-cache
                User-Agent: Weir
                Origin: https://page.test
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Protocol: soap, wamp
                Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits

                """, request.replace(key, "KEY").replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "ws, host.test, 80, host.test",
        "ws, host.test, 443, host.test:443",
        "wss, host.test, 443, host.test",
        "wss, host.test, 80, host.test:80",
        "ws, ::1, 9001, [::1]:9001",
        "ws, ::1, 80, [::1]"
    })
    void theHostHeaderNamesThePortUnlessItIsTheSchemesOwn(String scheme, String host, int port, String expected) {
        use(WebSocketRequest.of(scheme, host, port, "/"));
        assertTrue(wire.begin().contains("\r\nHost: " + expected + "\r\n"));
    }

    @Test
    void everyRequestHasAKeyOfItsOwn() {
        String first = wire.begin();
        use(Wire.REQUEST);
        assertFalse(first.equals(wire.begin()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a\r\nX: y", "a", "", "/\u00e9", "/\u0000"})
    void aResourceThatWouldBreakTheRequestIsRefused(String resource) {
        assertThrows(IllegalArgumentException.class, () -> WebSocketRequest.of("ws", "h", 80, resource));
    }

    @Test
    void otherPartsThatWouldBreakTheRequestAreRefused() {
        WebSocketRequest good = Wire.REQUEST;
        List<Runnable> bad = List.of(
                () -> WebSocketRequest.of("http", "h", 80, "/"),
                () -> WebSocketRequest.of("ws", "", 80, "/"),
                () -> WebSocketRequest.of("ws", "h\r\n", 80, "/"),
                () -> WebSocketRequest.of("ws", "h", 0, "/"),
                () -> WebSocketRequest.of("ws", "h", 65536, "/"),
                () -> good.withProtocols(List.of(""), false),
                () -> good.withProtocols(List.of("a,b"), false),
                () -> good.withProtocols(List.of("a b"), false),
                () -> good.withProtocols(List.of("\u00e9"), false),
                () -> good.withOrigin("a\nb"),
                () -> good.withHeaders(Map.of("Host", "x")),
                () -> good.withHeaders(Map.of("sec-websocket-key", "x")),
                () -> good.withHeaders(Map.of("X:", "x")),
                () -> good.withHeaders(Map.of("X", "x\r\nY: z")));
        for (Runnable attempt : bad) {
            assertThrows(IllegalArgumentException.class, attempt::run);
        }
    }

    // ---- good answers

    @Test
    void aGoodAnswerOpensTheConnection() {
        wire.channel.writeInbound(Wire.ascii(Wire.answerTo(wire.begin(), "")));
        wire.listener.expect("open [] []");
    }

    @Test
    void theAnswerMayArriveByteByByteWithFramesBehindIt() {
        ByteBuf answer = Wire.ascii(Wire.answerTo(wire.begin(), ""));
        ByteBuf all = Unpooled.wrappedBuffer(answer, Wire.hex("81 01 61"));
        while (all.isReadable()) {
            wire.receive(all.readRetainedSlice(1));
        }
        all.release();
        wire.listener.expect("open [] []", "text a", "batch");
    }

    @Test
    void framesThatArriveWithTheAnswerAreDelivered() {
        ByteBuf answer = Wire.ascii(Wire.answerTo(wire.begin(), ""));
        wire.receive(Unpooled.wrappedBuffer(answer, Wire.hex("81 01 61 88 00")));
        wire.listener.expect("open [] []", "text a", "batch", "closing 1005 [] unsent 0");
        wire.expectSent("close");
        wire.serverEnds();
        wire.listener.expect("closed clean 1005 [] unsent 0");
    }

    @Test
    void whatIsSentInOnOpenGoesOut() {
        wire.listener.onOpen = () -> wire.connection.sendText("hi");
        wire.channel.writeInbound(Wire.ascii(Wire.answerTo(wire.begin(), "")));
        wire.listener.expect("open [] []");
        wire.expectSent("text hi");
    }

    @Test
    void caseAndCompanyOfTheUpgradeHeadersDoNotMatter() {
        String answer = Wire.answerTo(wire.begin(), "")
                .replace("Upgrade: websocket", "uPGRADE:WebSocket ")
                .replace("Connection: Upgrade", "connection: keep-alive\r\nConnection: , upgrade");
        wire.channel.writeInbound(Wire.ascii(answer));
        wire.listener.expect("open [] []");
    }

    @Test
    void linesMayEndInLineFeedsAlone() {
        wire.channel.writeInbound(Wire.ascii(Wire.answerTo(wire.begin(), "").replace("\r", "")));
        wire.listener.expect("open [] []");
    }

    @Test
    void interimAnswersAreSkipped() {
        String answer = Wire.answerTo(wire.begin(), "");
        wire.channel.writeInbound(
                Wire.ascii("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer));
        wire.listener.expect("open [] []");
    }

    @Test
    void theChosenSubprotocolIsTold() {
        use(Wire.REQUEST.withProtocols(List.of("soap", "wamp"), true));
        wire.channel.writeInbound(Wire.ascii(Wire.answerTo(wire.begin(), "Sec-WebSocket-Protocol: wamp\r\n")));
        wire.listener.expect("open [wamp] []");
    }

    @Test
    void aServerMayChooseNoSubprotocolUnlessOneIsRequired() {
        use(Wire.REQUEST.withProtocols(List.of("soap"), false));
        wire.channel.writeInbound(Wire.ascii(Wire.answerTo(wire.begin(), "")));
        wire.listener.expect("open [] []");

        use(Wire.REQUEST.withProtocols(List.of("soap", "wamp"), true));
        wire.channel.writeInbound(Wire.ascii(Wire.answerTo(wire.begin(), "")));
        wire.listener.expect(FAILED + "server chose none of the subprotocols offered: \"soap, wamp\"");
    }

    // ---- bad answers

    /** Each row changes one thing in a good answer: a piece of it, what stands there instead, and the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            101 Switching Protocols | 404 Not Found   | server answered 404 Not Found instead of 101
            101 Switching Protocols | 200 OK          | server answered 200 OK instead of 101
            101 Switching Protocols | 401             | server answered 401 instead of 101
            101 Switching Protocols | 302 Found       | server answered 302 Found instead of 101
            HTTP/1.1                | HTTP/1.0        | server did not answer in HTTP/1.1, but with "HTTP/1.0 101 Switching Protocols"
            HTTP/1.1                | HTTP/2          | server did not answer in HTTP/1.1, but with "HTTP/2 101 Switching Protocols~Upgrade:"
            HTTP/1.1 101            | HTTP/1.1 1O1    | server did not answer in HTTP/1.1, but with "HTTP/1.1 1O1 Switching Protocols"
            HTTP/1.1 101            | SSH-2.0-server  | server did not answer in HTTP/1.1, but with "SSH-2.0-server Switching Protocols~Upgr"
            Upgrade: websocket~     | ''              | server's answer has no Upgrade header
            Upgrade: websocket      | Upgrade: h2c    | server's Upgrade header is "h2c" instead of "websocket"
            Upgrade: websocket      | Upgrade: websocket, h2c | server's Upgrade header is "websocket, h2c" instead of "websocket"
            Upgrade: websocket      | Upgrade: websocket~Upgrade: websocket | server's answer has more than one Upgrade header
            Connection: Upgrade~    | ''              | server's answer has no Connection header
            Connection: Upgrade     | Connection: close | server's Connection header is "close" and does not say "Upgrade"
            Connection: Upgrade     | Connection: Upgrades | server's Connection header is "Upgrades" and does not say "Upgrade"
            Sec-WebSocket-Accept    | X-Accept        | server's answer has no Sec-WebSocket-Accept header
            Sec-WebSocket-Accept: ACCEPT | Sec-WebSocket-Accept: abc | server's Sec-WebSocket-Accept "abc" does not match the key sent
            Sec-WebSocket-Accept: ACCEPT | Sec-WebSocket-Accept: ACCEPT~Sec-WebSocket-Accept: ACCEPT | server's answer has more than one Sec-WebSocket-Accept header
            Connection: Upgrade     | Connection: Upgrade~Sec-WebSocket-Extensions: x-webkit-deflate-frame; a=1 | server chose the extension "x-webkit-deflate-frame; a=1", which was not offered
            Connection: Upgrade     | Connection: Upgrade~Sec-WebSocket-Protocol: wamp | server chose the subprotocol "wamp", which was not offered
            Connection: Upgrade     | Connection: Upgrade~Sec-WebSocket-Protocol: | server chose the subprotocol "", which was not offered
            Connection: Upgrade     | Connection: Upgrade~X | server sent a malformed header line: "X"
            Connection: Upgrade     | Connection: Upgrade~X : y | server sent a malformed header line: "X : y"
            Connection: Upgrade     | Connection: Upgrade~ folded | server sent a malformed header line: " folded"
            Connection: Upgrade     | Connection: Upgrade~X: a\u0001b | server sent a malformed header line: "X: a?b"
            """)
    void aBrokenAnswerFailsTheConnection(String piece, String instead, String message) {
        String answer = Wire.answerTo(wire.begin(), "");
        String accept = answer.replaceAll("(?s).*Sec-WebSocket-Accept: ([^\r]*)\r\n.*", "$1");
        String broken = answer.replace(accept, "ACCEPT")
                .replace("\r\n", "~")
                .replace(piece.strip(), instead == null ? "" : instead)
                .replace("ACCEPT", accept)
                .replace("~", "\r\n");
        wire.channel.writeInbound(Wire.ascii(broken));
        wire.listener.expect(FAILED + message.replace("~", "??"));
        assertFalse(wire.channel.isOpen());
    }

    @Test
    void oneSubprotocolOfTheOfferedMustBeChosen() {
        List<String> answers = new ArrayList<>(List.of(
                "Sec-WebSocket-Protocol: soap, wamp\r\n",
                "Sec-WebSocket-Protocol: SOAP\r\n",
                "Sec-WebSocket-Protocol: soap\r\nSec-WebSocket-Protocol: soap\r\n"));
        for (String more : answers) {
            use(Wire.REQUEST.withProtocols(List.of("soap", "wamp"), false));
            wire.channel.writeInbound(Wire.ascii(Wire.answerTo(wire.begin(), more)));
            String event = wire.listener.next();
            assertTrue(
                    event.endsWith("which was not offered")
                            || event.endsWith("more than one Sec-WebSocket-Protocol header"),
                    event);
        }
    }

    @Test
    void anotherProtocolIsToldByItsFirstBytes() {
        wire.begin();
        wire.channel.writeInbound(Wire.ascii("220"));
        wire.listener.expect(FAILED + "server did not answer in HTTP/1.1, but with \"220\"");
    }

    @Test
    void anEndlessHeadIsCutOff() {
        wire.begin();
        String line = "X-Filler: " + "x".repeat(1000) + "\r\n";
        wire.channel.writeInbound(Wire.ascii("HTTP/1.1 101 Switching Protocols\r\n"));
        int sent = 0;
        while (wire.channel.isOpen()) {
            wire.channel.writeInbound(Wire.ascii(line));
            sent++;
        }
        assertTrue(sent < 40, "lines taken: " + sent);
        wire.listener.expect(FAILED + "server's answer has a head of more than 32768 bytes");
    }

    @Test
    void interimAnswersWithoutEndAreCutOff() {
        wire.begin();
        String hint = "HTTP/1.1 103 Early Hints\r\nX-Filler: " + "x".repeat(1000) + "\r\n\r\n";
        int sent = 0;
        while (wire.channel.isOpen()) {
            wire.channel.writeInbound(Wire.ascii(hint));
            sent++;
        }
        assertTrue(sent < 40, "answers taken: " + sent);
        wire.listener.expect(FAILED + "server's answer has a head of more than 32768 bytes");
    }

    @Test
    void aServerThatEndsTcpWithoutAnAnswerIsToldSo() {
        wire.begin();
        wire.receive(Wire.ascii("HTTP/1.1 10"));
        wire.serverEnds();
        wire.listener.expect(FAILED + "server closed the connection before it answered the opening handshake");
    }

    @Test
    void theTimeIsForTheWholeHandshakeHoweverBusyTheServer() {
        wire.begin();
        wire.receive(Wire.ascii("HTTP/1.1 101 S\r\n"));
        for (int second = 0; second < 20; second++) {
            wire.receive(Wire.ascii("X: y\r\n"));
            wire.listener.expect();
            wire.advance(1, TimeUnit.SECONDS);
        }
        wire.listener.expect(FAILED + "no connection within 20 s");
        assertFalse(wire.channel.isOpen());
    }

    @Test
    void onceOpenTheTimeNoLongerRuns() {
        wire.open();
        wire.advance(1, TimeUnit.HOURS);
        assertTrue(wire.channel.isOpen());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givingUpBeforeTheAnswerFailsTheConnection(boolean byClose) {
        wire.begin();
        if (byClose) {
            wire.connection.close(1000, "");
        } else {
            wire.connection.fail();
        }
        wire.listener.expect();
        wire.turn();
        wire.listener.expect(FAILED + "given up before the connection was established");
        assertFalse(wire.channel.isOpen());
    }

    @Test
    void failInOnOpenEndsTheConnection() {
        wire.listener.onOpen = wire.connection::fail;
        ByteBuf answer = Wire.ascii(Wire.answerTo(wire.begin(), ""));
        wire.receive(Unpooled.wrappedBuffer(answer, Wire.hex("81 01 61")));
        wire.listener.expect("open [] []", FAILED + "connection dropped");
    }
}
