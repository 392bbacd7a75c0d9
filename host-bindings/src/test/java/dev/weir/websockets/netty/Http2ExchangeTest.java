package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import dev.weir.websockets.netty.Http2Server.Stream;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Requests and responses over HTTP/2, and what goes wrong with them. */
class Http2ExchangeTest extends Http2Exchanges {
    private static final int WINDOW = Http2Session.STREAM_WINDOW;

    Http2ExchangeTest() throws Exception {}

    // ---- a request and its response

    @Test
    void theRequestIsOneOfHttp2() throws Exception {
        HttpRequest request = HttpRealm.request(
                "PATCH",
                server.url("https"),
                HttpRequest.NO_BODY,
                new HttpField("Accept", "*/*"),
                new HttpField("X-Byte", "\u00e9\u00ff"));
        HttpRecorder recorder = realm.start(request, new HttpRecorder());
        Stream stream = server.next();
        stream.await("end");
        assertEquals("""
                :method PATCH
                :scheme https
                :authority %s
                :path /path?query
                accept */*
                x-byte \u00e9\u00ff
                """.formatted(request.authority()), stream.requestLines());
        stream.answer("404", "x-one", "1", "set-cookie", "a=b", "x-one", "2").send(Wire.ascii("no such "));
        stream.send(Wire.ascii("page")).endWithTrailers();
        recorder.await("head 404 [] x-one: 1, set-cookie: a=b, x-one: 2", "end no such page");
    }

    @Test
    void anAnswerMayBeAHeadOnly() throws Exception {
        HttpRecorder recorder = get();
        server.next()
                .channel
                .writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200"), true));
        recorder.await("head 200 [] ", "end ");
        gets("more");
        assertEquals(1, server.connectionCount.get());
    }

    @Test
    void aBodyOfKnownLength() throws Exception {
        HttpRecorder recorder = post(5);
        assertTrue(realm.write(recorder, "he"));
        Stream stream = server.next();
        assertEquals("5", stream.request.get("content-length").toString());
        assertTrue(realm.write(recorder, "llo"));
        realm.run(recorder.exchange::endBody);
        stream.await("body hello", "end");
        stream.answerAll("thanks");
        recorder.await("head 200 [] ", "end thanks");
    }

    @Test
    void aBodyOfUnknownLengthWrittenBeforeThereIsAConnection() throws Exception {
        HttpRecorder recorder = new HttpRecorder();
        NettyHttpTransport transport = realm.transport();
        HttpRequest request = HttpRealm.request("POST", server.url("https"), HttpRequest.UNKNOWN_LENGTH);
        realm.run(() -> {
            recorder.exchange = transport.start(request, recorder);
            recorder.exchange.write(ByteBuffer.wrap(new byte[] {'a', 'b'}));
            recorder.exchange.write(ByteBuffer.wrap(new byte[] {'c'}));
            recorder.exchange.endBody();
        });
        Stream stream = server.next();
        stream.await("body abc", "end");
        assertNull(stream.request.get("content-length"));
        stream.answerAll("ok");
        recorder.await("head 200 [] ", "end ok");
    }

    @Test
    void anEmptyBody() throws Exception {
        HttpRecorder recorder = post(0);
        realm.run(recorder.exchange::endBody);
        Stream stream = server.next();
        stream.await("body ", "end");
        stream.answerAll("ok");
        recorder.await("head 200 [] ", "end ok");
    }

    @Test
    void whatHasNoBodyByItsNatureEndsAsWell() throws Exception {
        HttpRecorder head =
                realm.start(HttpRealm.request("HEAD", server.url("https"), HttpRequest.NO_BODY), new HttpRecorder());
        answersWithHeadOnly("200", head, "content-length", "7");
        HttpRecorder unchanged = get();
        answersWithHeadOnly("304", unchanged, "content-length", "7");
    }

    private void answersWithHeadOnly(String status, HttpRecorder recorder, String name, String value) throws Exception {
        var fields = new DefaultHttp2Headers().status(status).add(name, value);
        server.next().channel.writeAndFlush(new DefaultHttp2HeadersFrame(fields, true));
        recorder.await("head " + status + " [] " + name + ": " + value, "end ");
    }

    @Test
    void hintsBeforeTheAnswerAreNotTold() throws Exception {
        HttpRecorder recorder = get();
        server.next().answer("103", "link", "</style.css>").answer("100").answerAll("ok");
        recorder.await("head 200 [] ", "end ok");
    }

    @Test
    void anAnswerThatNeverComesIsNoAnswer() throws Exception {
        HttpRecorder recorder = get();
        Stream stream = server.next();
        for (int i = 0; i <= HttpCarrier.MAX_INTERIM_RESPONSES; i++) {
            stream.answer("103");
        }
        recorder.await("failed: server sent more than 100 interim responses");
        stream.await("end", "reset CANCEL");
    }

    // ---- backpressure

    @Test
    void aPausedListenerStallsItsStreamAndNoOther() throws Exception {
        HttpRecorder stalled = new HttpRecorder();
        stalled.keepBody = false;
        stalled.onHead = () -> stalled.exchange.pause();
        realm.start(HttpRealm.request("GET", server.url("https"), HttpRequest.NO_BODY), stalled);
        Stream stream = server.next().answer("200");
        int sent = 0;
        while (sent < 4 * WINDOW) {
            send(stream, 1 << 16);
            sent += 1 << 16;
        }
        stream.end();
        stalled.await("head 200 [] ");
        for (int i = 0; i < 20; i++) {
            gets("ok");
        }
        assertTrue(stream.written.get() <= 2 * WINDOW, "taken of a listener that pauses: " + stream.written);
        assertEquals(0, stalled.received);
        realm.run(stalled.exchange::resume);
        stalled.await("end of " + sent);
    }

    @Test
    void aServerThatDoesNotReadStallsTheWriter() throws Exception {
        serve(Http2Settings.defaultSettings().initialWindowSize(10));
        HttpRecorder recorder = post(HttpRequest.UNKNOWN_LENGTH);
        Stream stream = server.next();
        stream.channel.config().setAutoRead(false);
        long written = 0;
        while (realm.write(recorder, "x".repeat(10_000))) {
            written += 10_000;
        }
        assertTrue(written <= realm.options.highWaterMark(), "accepted: " + written);
        recorder.expect();
        server.widen(stream);
        stream.channel.config().setAutoRead(true);
        stream.channel.read();
        recorder.await("writable");
        realm.run(recorder.exchange::endBody);
        stream.await("body " + "x".repeat((int) written + 10_000), "end");
        stream.answerAll("ok");
        recorder.await("head 200 [] ", "end ok");
    }

    @Test
    void anAnswerThatIsCompleteEndsTheUpload() throws Exception {
        HttpRecorder recorder = post(1000);
        realm.write(recorder, "begin");
        Stream stream = server.next();
        stream.answerAll("enough");
        recorder.await("head 200 [] ", "end enough");
        stream.await("reset CANCEL");
        assertFalse(realm.write(recorder, "more"));
        gets("the connection goes on");
        assertEquals(1, server.connectionCount.get());
    }

    @Test
    void anAnswerMayComeWhileTheRequestGoesOn() throws Exception {
        HttpRecorder recorder = post(HttpRequest.UNKNOWN_LENGTH);
        Stream stream = server.next().answer("200").send(Wire.ascii("a"));
        recorder.await("head 200 [] ");
        realm.write(recorder, "late");
        realm.run(recorder.exchange::endBody);
        stream.await("body late", "end");
        stream.send(Wire.ascii("b")).end();
        recorder.await("end ab");
    }

    // ---- what goes wrong

    @Test
    void aStreamThatIsResetFails() throws Exception {
        HttpRecorder early = get();
        Stream stream = server.next();
        stream.reset(Http2Error.INTERNAL_ERROR);
        early.await("failed: server reset the stream: INTERNAL_ERROR");
        HttpRecorder late = get();
        server.next().answer("200").send(Wire.ascii("abc")).reset(Http2Error.CANCEL);
        late.await("head 200 [] ", "failed: server reset the stream: CANCEL");
        gets("the connection goes on");
        assertEquals(1, server.connectionCount.get());
        assertEquals(List.of("end"), List.copyOf(stream.events), "no reset answers a reset");
    }

    /** As Node's server does in place of ending it when it has much to send. */
    @Test
    void aStreamThatIsResetForNoErrorHasEndedUnlessSomethingIsMissing() throws Exception {
        HttpRecorder recorder = get();
        server.next().answer("200").send(Wire.ascii("abc")).reset(Http2Error.NO_ERROR);
        recorder.await("head 200 [] ", "end abc");
        HttpRecorder paused = new HttpRecorder();
        paused.onHead = () -> paused.exchange.pause();
        realm.start(HttpRealm.request("GET", server.url("https"), HttpRequest.NO_BODY), paused);
        server.next().answer("200").send(Wire.ascii("abc")).reset(Http2Error.NO_ERROR);
        paused.await("head 200 [] ");
        gets("ok");
        realm.run(paused.exchange::resume);
        paused.await("end abc");
        HttpRecorder truncated = get();
        server.next()
                .answer("200", "content-length", "4")
                .send(Wire.ascii("abc"))
                .reset(Http2Error.NO_ERROR);
        truncated.await(
                "head 200 [] content-length: 4", "failed: server ended the stream before its response was complete");
        HttpRecorder unanswered = get();
        server.next().reset(Http2Error.NO_ERROR);
        unanswered.await("failed: server reset the stream: NO_ERROR");
    }

    @Test
    void aRequestThatTheServerHasBegunToAnswerIsNotSentAgain() throws Exception {
        HttpRecorder refused = get();
        server.next().answer("200").reset(Http2Error.REFUSED_STREAM);
        refused.await("head 200 [] ", "failed: server reset the stream: REFUSED_STREAM");
        HttpRecorder hinted = get();
        server.next().answer("103");
        realm.run(() -> {});
        server.nextConnection().pipeline().firstContext().close();
        assertTrue(hinted.next().startsWith("failed: server closed the connection before it answered"));
        assertEquals(1, server.connectionCount.get());
    }

    @Test
    void aConnectionThatServedAndIsLostUnheardIsReplaced() throws Exception {
        gets("ok");
        HttpRecorder recorder = get();
        server.next();
        server.nextConnection().pipeline().firstContext().close();
        server.next().answerAll("again");
        recorder.await("head 200 [] ", "end again");
    }

    @Test
    void aRequestThatTheServerHasNotLookedAtIsSentOnceMore() throws Exception {
        HttpRecorder recorder = get();
        server.next().reset(Http2Error.REFUSED_STREAM);
        server.next().answerAll("ok");
        recorder.await("head 200 [] ", "end ok");

        HttpRecorder refused = get();
        server.next().reset(Http2Error.REFUSED_STREAM);
        server.next().reset(Http2Error.REFUSED_STREAM);
        refused.await("failed: server reset the stream: REFUSED_STREAM");

        HttpRecorder post = post(3);
        server.next().reset(Http2Error.REFUSED_STREAM);
        post.await("failed: server reset the stream: REFUSED_STREAM");
    }

    @Test
    void aServerThatGoesAwayIsDialledAnew() throws Exception {
        gets("ok");
        HttpRecorder first = get();
        server.next();
        HttpRecorder second = get();
        server.next().goAway(Http2Error.NO_ERROR, 2); // neither was looked at
        server.next().answerAll("elsewhere");
        server.next().answerAll("elsewhere");
        first.await("head 200 [] ", "end elsewhere");
        second.await("head 200 [] ", "end elsewhere");
        assertEquals(2, server.connectionCount.get());
        realm.awaitChannels(1);
    }

    @Test
    void aServerThatGoesAwayMayEndWhatItHasBegun() throws Exception {
        HttpRecorder recorder = get();
        Stream stream = server.next().answer("200");
        recorder.await("head 200 [] ");
        stream.goAway(Http2Error.NO_ERROR, 0);
        Thread.sleep(50);
        gets("on another connection");
        stream.send(Wire.ascii("done")).end();
        recorder.await("end done");
        realm.awaitChannels(1);
    }

    @Test
    void aServerThatGoesAwayWhileIdleIsLeft() throws Exception {
        HttpRecorder recorder = get();
        Stream stream = server.next();
        stream.answerAll("ok");
        recorder.await("head 200 [] ", "end ok");
        realm.awaitDependents(1);
        stream.goAway(Http2Error.NO_ERROR, 0);
        realm.awaitChannels(0);
        realm.awaitDependents(0);
    }

    @Test
    void aConnectionThatIsLeftCountsUntilItsLastStreamEnds() throws Exception {
        realm.options = realm.options.withMaxConnections(2, 6);
        List<HttpRecorder> recorders = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            HttpRecorder recorder = get();
            Stream stream = server.next().answer("200");
            recorder.await("head 200 [] ");
            stream.goAway(Http2Error.NO_ERROR, 0);
            Thread.sleep(50);
            recorders.add(recorder);
            streams.add(stream);
        }
        get().await("failed: the limit of 2 connections is reached");
        streams.getFirst().end();
        recorders.getFirst().await("end ");
        realm.awaitChannels(1);
        gets("there is room again");
        realm.run(recorders.getLast().exchange::cancel);
    }

    @Test
    void aConnectionLostFailsItsStreams() throws Exception {
        HttpRecorder unanswered = get();
        server.next();
        HttpRecorder begun = get();
        server.next().answer("200", "content-length", "9").send(Wire.ascii("abc"));
        begun.await("head 200 [] content-length: 9");
        server.nextConnection().pipeline().firstContext().close(); // without a word
        String event = begun.next();
        assertTrue(event.equals("failed: server closed the connection before its response was complete"), event);
        event = unanswered.next();
        assertTrue(event.equals("failed: server closed the connection before it answered"), event);
        realm.awaitChannels(0);
    }

    @Test
    void aLengthThatIsNotTrueFails() throws Exception {
        HttpRecorder recorder = get();
        server.next()
                .answer("200", "content-length", "9")
                .send(Wire.ascii("abc"))
                .end();
        assertEquals("head 200 [] content-length: 9", recorder.next());
        String event = recorder.next();
        assertTrue(event.startsWith("failed: server broke the rules of HTTP/2"), event);
        HttpRecorder nothing = get();
        server.next().answer("200", "content-length", "9").end();
        nothing.await(
                "head 200 [] content-length: 9", "failed: server ended the stream before its response was complete");
    }

    @Test
    void headsThatAreNone() throws Exception {
        HttpRecorder early = get();
        server.next().sendDataFirst();
        early.await("failed: server sent data before it answered");
        HttpRecorder noNumber = get();
        server.next().answer("abc");
        noNumber.await("failed: server answered without a status");
        HttpRecorder other = get();
        server.next().answer("101");
        other.await("failed: server changed to another protocol, which it was not asked for");
        HttpRecorder empty = get();
        server.next().end();
        assertTrue(empty.next().startsWith("failed: server "));
    }

    @Test
    void aCancelledExchangeResetsItsStream() throws Exception {
        HttpRecorder recorder = get();
        Stream stream = server.next();
        realm.run(recorder.exchange::cancel);
        stream.await("end", "reset CANCEL");
        HttpRecorder reading = get();
        stream = server.next().answer("200").send(Wire.ascii("abc"));
        reading.await("head 200 [] ");
        realm.run(reading.exchange::cancel);
        stream.await("end", "reset CANCEL");
        gets("the connection goes on");
        assertEquals(1, server.connectionCount.get());
    }

    @Test
    void racesOfStartAndCancelLeaveNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Thread answering = new Thread(() -> {
            try {
                while (true) {
                    server.streams.take().answerAll("abcdef");
                }
            } catch (InterruptedException end) {
                // the test's
            }
        });
        answering.start();
        List<HttpRecorder> expected = new ArrayList<>();
        for (int round = 0; round < 500; round++) {
            HttpRecorder recorder = new HttpRecorder();
            int when = random.nextInt(4);
            if (when == 0) {
                recorder.onHead = () -> recorder.exchange.cancel();
            }
            realm.start(HttpRealm.request("GET", server.url("https"), HttpRequest.NO_BODY), recorder);
            if (when == 0) {
                recorder.await("head 200 [] ");
            } else if (when == 1) {
                for (int turns = random.nextInt(30); turns > 0; turns--) {
                    realm.run(() -> {});
                }
                realm.run(recorder.exchange::cancel);
                List<String> heard = recorder.drain();
                assertTrue(heard.stream().noneMatch(event -> event.startsWith("failed")), seed + " " + heard);
            } else {
                expected.add(recorder);
            }
        }
        for (HttpRecorder recorder : expected) {
            recorder.await("head 200 [] ", "end abcdef");
        }
        answering.interrupt();
        realm.awaitChannels(1);
        realm.awaitDependents(1);
    }

    @Test
    void aHandshakeThatNeverEndsTimesOut() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (HttpServer silent = new HttpServer(connection -> connection.peer().readToEnd())) {
            realm.get(silent.url().replace("http:", "https:")).await("failed: no connection within 300 ms");
        }
    }
}
