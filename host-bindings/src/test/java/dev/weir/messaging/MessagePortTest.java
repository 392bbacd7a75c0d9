package dev.weir.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ports within a realm, between realms, and on their way. */
class MessagePortTest {
    private MessagingRealm here;
    private MessagingRealm there;

    @BeforeEach
    void open() {
        here = new MessagingRealm();
        there = new MessagingRealm();
        here.run("channel = new MessageChannel(); ({ port1, port2 } = channel); log = []");
        there.run("log = []");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void messagesWaitUntilThePortIsStarted() {
        here.run(
                "port2.addEventListener('message', (e) => log.push(e.data)); port1.postMessage(1); port1.postMessage(2)");
        assertEquals("", here.eval("log"));
        here.run("port2.start(); log.push('later')");
        assertEquals("later,1,2", here.eval("log"));
    }

    @Test
    void settingOnmessageStartsThePort() {
        here.run("port1.postMessage('a'); port2.onmessage = (e) => log.push(e.data, e.target === port2, e.isTrusted)");
        assertEquals("a,true,true", here.eval("log"));
    }

    @Test
    void eachMessageIsATaskWithItsOwnMicrotasks() {
        here.run("""
                port2.onmessage = (e) => { log.push(e.data); Promise.resolve().then(() => log.push('micro')); };
                port1.postMessage(1);
                port1.postMessage(2);
                """);
        assertEquals("1,micro,2,micro", here.eval("log"));
    }

    @Test
    void messagesCrossToAnotherRealmAndBack() {
        here.run("port1.onmessage = (e) => log.push(e.data.answer)");
        here.sendPort("port2", there, "port");
        there.run("port.onmessage = (e) => port.postMessage({ answer: e.data.question + 1 })");
        here.run("port1.postMessage({ question: 41 })");
        there.loop.runAll();
        here.loop.runAll();
        assertEquals("42", here.eval("log"));
    }

    @Test
    void theQueueTravelsWithThePort() {
        here.run("port1.postMessage({ early: true })");
        var holder = here.port("port2").transferSteps();
        here.run("port1.postMessage('on the way')");
        MessagePort received = (MessagePort) holder.transferReceivingSteps(there.realm);
        here.run("port1.postMessage('late')");
        there.context.getBindings("js").putMember("port", received.toValue());
        there.run("port.onmessage = (e) => log.push(JSON.stringify(e.data))");
        assertEquals("{\"early\":true},\"on the way\",\"late\"", there.eval("log"));
    }

    @Test
    void messagesFollowAnEnabledPortThatMovesOn() {
        here.run("""
                var seen = [];
                port2.onmessage = () => seen.push('old holder');
                var carrier = new MessageChannel();
                carrier.port2.onmessage = (e) => { moved = e.ports[0]; moved.onmessage = (m) => seen.push(m.data); };
                port1.postMessage('posted before');
                carrier.port1.postMessage(0, [port2]);
                port1.postMessage('posted after');
                """);
        assertEquals("posted before,posted after", here.eval("seen"));
    }

    @Test
    void aPortCannotBeSentThroughItselfAndItsPeerIsLost() {
        assertEquals("DataCloneError", here.run("try { port1.postMessage(0, [port1]); } catch (e) { e.name }"));
        here.run("port2.onmessage = () => log.push('never'); port1.postMessage(0, { transfer: [port2] })");
        assertEquals("", here.eval("log"));
        assertEquals(
                "DataCloneError", here.run("try { structuredClone(0, { transfer: [port2] }); } catch (e) { e.name }"));
    }

    @Test
    void closingTellsTheOtherSideAfterWhatWasPosted() {
        here.run("""
                port1.onclose = () => log.push('own');
                port2.onclose = () => log.push('close');
                port2.onmessage = (e) => log.push(e.data);
                port1.postMessage('last');
                port1.close();
                port1.postMessage('lost');
                """);
        assertEquals("last,close", here.eval("log"));
    }

    @Test
    void closingTellsAnotherRealmOnceItsPortIsStarted() {
        here.sendPort("port2", there, "port");
        there.run("port.onclose = () => log.push('close')");
        here.run("port1.postMessage(1); port1.close()");
        there.loop.runAll();
        assertEquals("", there.eval("log"));
        there.run("port.onmessage = (e) => log.push(e.data)");
        assertEquals("1,close", there.eval("log"));
    }

    @Test
    void whatCannotBeReadAgainIsAMessageError() {
        here.sendPort("port2", there, "port");
        there.run("port.onmessage = () => log.push('message'); port.onmessageerror = (e) => log.push(e.type, e.data)");
        here.port("port1").post(here.context.eval("js", "[5, 0, 9, '(', '']")); // a regular expression that is none
        there.loop.runAll();
        assertEquals("messageerror,", there.eval("log"));
    }

    @Test
    void aRealmThatEndsClosesItsPortsAndIsForgotten() throws InterruptedException {
        here.run("port1.onmessage = () => {}; port1.onclose = () => log.push('closed')");
        here.sendPort("port2", there, "port");
        there.run("port.onmessage = () => log.push('message'); port.postMessage(new ArrayBuffer(8))");
        here.run("port1.postMessage('on its way')");
        there.close();
        here.loop.runAll();
        assertEquals("closed", here.eval("log"));
        WeakReference<MessagingRealm> ended = new WeakReference<>(there);
        there = new MessagingRealm();
        for (int i = 0; i < 100 && ended.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(ended.get());
        here.run("port1.postMessage('lost')");
    }

    @Test
    void theHostListensAndPostsToo() {
        MessageChannel channel = new MessageChannel(here.realm);
        List<String> heard = new ArrayList<>();
        channel.port1()
                .listen(
                        "message",
                        event -> heard.add(((MessageEvent) event).data().toString()));
        channel.port1().start();
        channel.port2().postMessage(here.context.eval("js", "[1, 2]"));
        here.loop.runAll();
        assertEquals(List.of("(2)[1, 2]"), heard);
    }

    @Test
    void aListenerThatThrowsIsReportedAndTheNextMessageComes() {
        here.run("port2.onmessage = (e) => { log.push(e.data); throw new Error('bad'); }");
        here.run("port1.postMessage(1); port1.postMessage(2)");
        assertEquals("1,2", here.eval("log"));
        assertEquals(2, here.reports.size());
    }
}
