package dev.weir.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages to the window itself, and to all channels of a name. */
class WindowMessagesTest {
    private MessagingRealm here;
    private MessagingRealm there;

    @BeforeEach
    void open() {
        BroadcastChannels channels = new BroadcastChannels();
        here = new MessagingRealm();
        there = new MessagingRealm();
        here.realm.bindService(BroadcastChannels.class, channels);
        there.realm.bindService(BroadcastChannels.class, channels);
        here.run("log = []");
        there.run("log = []");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aWindowReceivesWhatItPostsToItself() {
        here.run("""
                onmessage = (e) => log.push(e.data.x, e.source === window, e.ports.length, e.type);
                const { port1 } = new MessageChannel();
                postMessage({ x: 1 }, '*', [port1]);
                postMessage({ x: 2 }, { targetOrigin: '/' });
                postMessage({ x: 3 });
                postMessage({ x: 4 }, 'https://elsewhere.example');
                log.push('later');
                """);
        assertEquals("later,1,true,1,message,2,true,0,message,3,true,0,message", here.eval("log"));
        assertEquals("SyntaxError", here.run("try { postMessage(1, 'not a url'); } catch (e) { e.name }"));
    }

    @Test
    void aBroadcastReachesEveryOtherChannelOfTheNameInAllRealms() {
        here.run("""
                a = new BroadcastChannel('x'); b = new BroadcastChannel('x'); c = new BroadcastChannel('y');
                for (const [name, channel] of Object.entries({ a, b, c })) {
                  channel.onmessage = (e) => log.push(name + new Uint8Array(e.data.buffer));
                }
                """);
        there.run("d = new BroadcastChannel('x'); d.onmessage = (e) => log.push('d' + new Uint8Array(e.data.buffer))");
        here.run("a.postMessage({ buffer: new Uint8Array([1, 2]).buffer })");
        there.loop.runAll();
        assertEquals("b1,2", here.eval("log"));
        assertEquals("d1,2", there.eval("log"));
        there.run("d.close()");
        here.run("b.close(); a.postMessage({})");
        there.loop.runAll();
        assertEquals("b1,2", here.eval("log"));
        assertEquals("d1,2", there.eval("log"));
        assertEquals("InvalidStateError", here.run("try { b.postMessage(() => {}); } catch (e) { e.name }"));
    }

    @Test
    void eachReceiverHasItsOwnCopy() {
        here.run("""
                a = new BroadcastChannel('x'); b = new BroadcastChannel('x'); c = new BroadcastChannel('x');
                b.onmessage = (e) => { new Uint8Array(e.data)[0] = 9; };
                c.onmessage = (e) => log.push(new Uint8Array(e.data)[0]);
                a.postMessage(new Uint8Array([1]).buffer);
                """);
        assertEquals("1", here.eval("log"));
    }
}
