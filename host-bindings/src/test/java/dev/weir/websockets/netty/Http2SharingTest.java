package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fetch.transport.HttpRequest;
import dev.weir.websockets.netty.Http2Server.Stream;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The connections over HTTP/2 that requests share, and the turns of those who wait for one. */
class Http2SharingTest extends Http2Exchanges {
    Http2SharingTest() throws Exception {}

    /** So many exchanges that begin in the same turn. */
    private List<HttpRecorder> getAtOnce(int count) throws Exception {
        List<HttpRecorder> recorders = new ArrayList<>();
        NettyHttpTransport transport = realm.transport();
        HttpRequest request = HttpRealm.request("GET", server.url("https"), HttpRequest.NO_BODY);
        realm.run(() -> {
            for (int i = 0; i < count; i++) {
                HttpRecorder recorder = new HttpRecorder();
                recorder.exchange = transport.start(request, recorder);
                recorders.add(recorder);
            }
        });
        return recorders;
    }

    @Test
    void exchangesShareOneConnection() throws Exception {
        gets("first");
        List<HttpRecorder> recorders = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            recorders.add(get());
            streams.add(server.next());
        }
        for (int i = 49; i >= 0; i--) {
            streams.get(i).answerAll("answer " + i);
            recorders.get(i).await("head 200 [] ", "end answer " + i);
        }
        assertEquals(1, server.connectionCount.get());
        realm.awaitChannels(1);
    }

    @Test
    void thoseThatComeAtOnceEndUpOnOneConnection() throws Exception {
        List<HttpRecorder> recorders = getAtOnce(30);
        for (int i = 0; i < 30; i++) {
            server.next().answerAll("ok");
        }
        for (HttpRecorder recorder : recorders) {
            recorder.await("head 200 [] ", "end ok");
        }
        assertTrue(server.connectionCount.get() <= HttpPool.MAX_PER_PLACE, "dialled: " + server.connectionCount);
        realm.awaitChannels(1);
    }

    @Test
    void aKnownPlaceIsDialledOnce() throws Exception {
        gets("first");
        server.nextConnection().close();
        realm.awaitChannels(0);
        List<HttpRecorder> recorders = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            recorders.add(get());
        }
        for (int i = 0; i < 30; i++) {
            server.next().answerAll("ok");
        }
        for (HttpRecorder recorder : recorders) {
            recorder.await("head 200 [] ", "end ok");
        }
        assertEquals(2, server.connectionCount.get());
    }

    @Test
    void whoFindsNoStreamFreeWaitsForOne() throws Exception {
        realm.options = realm.options.withMaxConnections(100, 1);
        serve(Http2Settings.defaultSettings().maxConcurrentStreams(2));
        List<HttpRecorder> recorders = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            recorders.add(get());
        }
        realm.run(recorders.get(3).exchange::cancel);
        for (int i = 0; i < 5; i++) {
            server.next().answerAll("ok");
        }
        for (int i = 0; i < 6; i++) {
            if (i != 3) {
                recorders.get(i).await("head 200 [] ", "end ok");
            }
        }
        assertEquals(1, server.connectionCount.get());
    }

    @Test
    void aFullConnectionGetsASecondBesideIt() throws Exception {
        serve(Http2Settings.defaultSettings().maxConcurrentStreams(2));
        List<HttpRecorder> recorders = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            recorders.add(get());
            streams.add(server.next());
        }
        assertEquals(2, server.connectionCount.get());
        streams.forEach(stream -> stream.answerAll("ok"));
        for (HttpRecorder recorder : recorders) {
            recorder.await("head 200 [] ", "end ok");
        }
    }

    @Test
    void aServerThatAllowsMoreStreamsGetsThem() throws Exception {
        realm.options = realm.options.withMaxConnections(100, 1);
        serve(Http2Settings.defaultSettings().maxConcurrentStreams(1));
        HttpRecorder first = get();
        Stream stream = server.next();
        HttpRecorder second = get();
        realm.run(() -> {});
        assertEquals(0, server.streams.size());
        server.change(stream, new Http2Settings().maxConcurrentStreams(2));
        server.next().answerAll("second");
        second.await("head 200 [] ", "end second");
        stream.answerAll("first");
        first.await("head 200 [] ", "end first");
    }

    @Test
    void whoComesLaterDoesNotOvertake() throws Exception {
        realm.options = realm.options.withMaxConnections(100, 1);
        serve(Http2Settings.defaultSettings().maxConcurrentStreams(1));
        HttpRecorder greedy = new HttpRecorder();
        HttpRecorder again = new HttpRecorder();
        NettyHttpTransport transport = realm.transport();
        HttpRequest request = HttpRealm.request("GET", server.url("https"), HttpRequest.NO_BODY);
        greedy.onEnd = () -> again.exchange = transport.start(request, again);
        realm.start(request, greedy);
        Stream stream = server.next();
        HttpRecorder patient = get();
        realm.run(() -> {});
        stream.answerAll("one");
        server.next().answerAll("two");
        server.next().answerAll("three");
        greedy.await("head 200 [] ", "end one");
        patient.await("head 200 [] ", "end two");
        again.await("head 200 [] ", "end three");
    }

    @Test
    void aServerThatHasComeToSpeakHttp11ServesAllWhoWait() throws Exception {
        gets("first");
        server.protocols = new String[] {"http/1.1"};
        server.nextConnection().close();
        realm.awaitChannels(0);
        List<HttpRecorder> recorders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            recorders.add(get());
        }
        for (HttpRecorder recorder : recorders) {
            assertTrue(recorder.next().startsWith("head 4"));
            assertTrue(recorder.next().startsWith("end "));
        }
        server.protocols = new String[] {"h2"};
        gets("and back");
    }

    /** Or what it was sent would be held without bounds. */
    @Test
    void aConnectionServesNoMoreThanAHundredAtATimeHoweverManyStreamsHaveEnded() throws Exception {
        realm.options = realm.options.withMaxConnections(100, 1);
        List<HttpRecorder> recorders = new ArrayList<>();
        for (int i = 0; i < Http2Session.MAX_STREAMS; i++) {
            HttpRecorder recorder = new HttpRecorder();
            recorder.onHead = () -> recorder.exchange.pause();
            realm.start(HttpRealm.request("GET", server.url("https"), HttpRequest.NO_BODY), recorder);
            server.next().answerAll("held");
            recorder.await("head 200 [] ");
            recorders.add(recorder);
        }
        HttpRecorder next = get();
        realm.run(() -> {});
        assertEquals(0, server.streams.size());
        realm.run(recorders.getFirst().exchange::resume);
        recorders.getFirst().await("end held");
        server.next().answerAll("ok");
        next.await("head 200 [] ", "end ok");
        realm.run(() -> recorders.forEach(recorder -> recorder.exchange.cancel()));
    }

    @Test
    void whoFindsNoStreamLeftOnANewConnectionGetsAnother() throws Exception {
        serve(Http2Settings.defaultSettings().maxConcurrentStreams(1));
        List<HttpRecorder> recorders = getAtOnce(5);
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            streams.add(server.next());
        }
        streams.forEach(stream -> stream.answerAll("ok"));
        for (HttpRecorder recorder : recorders) {
            recorder.await("head 200 [] ", "end ok");
        }
    }

    @Test
    void anIdleConnectionGivesWayToOthers() throws Exception {
        realm.options = realm.options.withMaxConnections(1, 6);
        gets("ok");
        try (HttpServer other = new HttpServer(HttpServer.Connection::count)) {
            realm.get(other.url()).await("head 200 [OK] Content-Length: 5", "end c1 r1");
            realm.awaitChannels(1);
            gets("ok");
            assertEquals(2, server.connectionCount.get());
        }
    }

    @Test
    void theLoopsEndClosesIdleConnections() throws Exception {
        gets("ok");
        realm.awaitDependents(1);
        realm.loop.close();
        assertTrue(server.nextConnection().closeFuture().await(20, TimeUnit.SECONDS));
    }

    @Test
    void theLoopsEndFailsWhatIsAtWork() throws Exception {
        HttpRecorder recorder = get();
        server.next().answer("200");
        recorder.await("head 200 [] ");
        realm.loop.close();
        recorder.await("failed: connection dropped, since its loop ends");
        assertTrue(server.nextConnection().closeFuture().await(20, TimeUnit.SECONDS));
    }

    @Test
    void aServerThatTakesNoStreamIsTold() throws Exception {
        serve(Http2Settings.defaultSettings().maxConcurrentStreams(0));
        get().await("failed: server takes no request on its connection");
        realm.awaitChannels(0);
    }

    @Test
    void turnedOffThereIsHttp11Only() throws Exception {
        realm.options = realm.options.withHttp2(false);
        HttpRecorder recorder = get();
        assertTrue(recorder.next().startsWith("head 4")); // that server speaks of WebSockets only
        recorder.next();
        assertEquals(0, server.connections.size());
    }
}
