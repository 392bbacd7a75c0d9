package dev.weir.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.TestRealm;
import dev.weir.encoding.EncodingInterfaces;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.streams.StreamsInterfaces;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compression and text streams in scripts. */
class CompressionStreamTest {
    private static final InterfaceSet INTERFACES = new InterfaceSet(
            "Window",
            Stream.of(
                            List.of(
                                    DOMExceptionBinding.DEFINITION,
                                    EventTarget.DEFINITION,
                                    Event.DEFINITION,
                                    AbortSignal.DEFINITION),
                            StreamsInterfaces.DEFINITIONS,
                            EncodingInterfaces.DEFINITIONS,
                            CompressionInterfaces.DEFINITIONS)
                    .flatMap(List::stream)
                    .toList());

    private final TestRealm realm = new TestRealm(INTERFACES);

    @BeforeEach
    void defineHelpers() {
        realm.eval("""
                /** What comes out of the transform for the chunks, as an array. */
                async function through(transform, ...chunks) {
                    const writer = transform.writable.getWriter();
                    const written = Promise.allSettled([...chunks.map((c) => writer.write(c)), writer.close()]);
                    const reader = transform.readable.getReader();
                    const out = [];
                    for (;;) {
                        const { done, value } = await reader.read();
                        if (done) { await written; return out; }
                        out.push(value);
                    }
                }
                const bytes = (...values) => new Uint8Array(values);
                """);
    }

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            through(new TextEncoderStream(), 'ab', '', '\\ud83d', '\\ude00c') | 97,98;240,159,152,128,99
            through(new TextEncoderStream(), '\\ud83d', 'x', 7, '\\ud83d') | 239,191,189,120;55;239,191,189
            through(new TextEncoderStream(), Symbol()) | rejected: TypeError: Cannot convert a Symbol value to a string
            through(new TextDecoderStream(), bytes(0xe2), bytes(0x82, 0xac, 65), new ArrayBuffer(0), bytes(0xe2)) | €A;\ufffd
            through(new TextDecoderStream('utf-8', { fatal: true }), bytes(0xe2)) | rejected: TypeError: the bytes end before a character of utf-8 does
            through(new TextDecoderStream('utf-8', { fatal: true }), bytes(0xff)) | rejected: TypeError: the bytes are not valid utf-8
            through(new TextDecoderStream('sjis'), bytes(0x82), new DataView(bytes(0xa0).buffer)) | あ
            through(new TextDecoderStream(), 'x') | rejected: TypeError: TextDecoderStream: a chunk must be an ArrayBuffer or a view of one
            [new TextDecoderStream('l1').encoding + new TextEncoderStream().encoding] | windows-1252utf-8
            through(new DecompressionStream('gzip'), bytes(1)) | rejected: TypeError: this is not gzip
            through(new DecompressionStream('deflate')) | rejected: TypeError: the compressed data ends too early
            through(new CompressionStream('gzip'), 'x') | rejected: TypeError: CompressionStream: a chunk must be an ArrayBuffer or a view of one
            through(new CompressionStream('gzip'), new SharedArrayBuffer(1)) | rejected: TypeError: CompressionStream: a chunk must not be backed by a SharedArrayBuffer
            (async () => through(new DecompressionStream('deflate-raw'), ...await through(new CompressionStream('deflate-raw'), bytes(1, 2), bytes(3))))() | 1,2,3
            (async () => [(await through(new DecompressionStream('gzip'), ...await through(new CompressionStream('gzip'), new Uint8Array(1e6)))).map((u) => u.length).join('+')])() | 32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+32768+16960
            (async () => { const s = new CompressionStream('gzip'); const r = s.readable.cancel('why'); await r; return [await s.writable.getWriter().closed.catch((e) => e)]; })() | why
            (async () => [(await through(new CompressionStream('deflate'), bytes(1)))[0].buffer.transfer() instanceof ArrayBuffer])() | true
            """)
    void transformsChunks(String script, String expected) {
        assertEquals(expected, realm.async("return Array.from(await " + script + ", (c) => String(c)).join(';')"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            reader.cancel('why') | new CompressionStream('gzip'), noise
            writer.abort('why') | new CompressionStream('gzip'), noise
            reader.cancel('why') | new DecompressionStream('gzip'), (await through(new CompressionStream('gzip'), new Uint8Array(1e5)))[0]
            writer.abort('why') | new DecompressionStream('gzip'), (await through(new CompressionStream('gzip'), new Uint8Array(1e5)))[0]
            """)
    void endsAsAnyTransformDoesWhenAReaderEndsItInTheMidstOfAChunk(String end, String transformAndChunk) {
        realm.eval("""
                let seed = 1;
                const noise = Uint8Array.from({ length: 2e5 }, () => (seed = seed * 48271 % 2147483647) & 255);
                const name = (promise) => promise.then((v) => 'fulfilled ' + v, (e) => 'rejected ' + (e?.name ?? e));
                /** What becomes of a stream that is ended when the first of several pieces of one chunk is read. */
                async function outcomes(transform, chunk) {
                    const writer = transform.writable.getWriter();
                    const reader = transform.readable.getReader();
                    const read = reader.read();
                    let ended;
                    Object.defineProperty(Object.prototype, 'then', {
                        configurable: true,
                        get() { if (ended === undefined && 'done' in this) { ended = %s; } },
                    });
                    const written = writer.write(chunk);
                    const closed = writer.close();
                    await read;
                    delete Object.prototype.then;
                    return (await Promise.all([written, closed, ended, reader.closed, writer.closed].map(name))).join();
                }
                """.replace("%s", end));
        String expected = realm.async("""
                return outcomes(new TransformStream({
                    transform(chunk, controller) { for (let i = 0; i < 3; i++) controller.enqueue(chunk); },
                }), 'x')""");
        assertEquals(expected, realm.async("return outcomes(" + transformAndChunk + ")"));
        assertEquals(List.of(), realm.reports);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            new CompressionStream('brotli') | TypeError: CompressionStream constructor: argument 'format' must not be 'brotli'
            new DecompressionStream() | TypeError: DecompressionStream constructor: 1 argument required, but only 0 present
            (s => s.readable === s.readable && s.writable instanceof WritableStream)(new CompressionStream('gzip')) | true
            (s => s.readable === s.readable && s.writable instanceof WritableStream)(new TextEncoderStream()) | true
            """)
    void isMadeAsInABrowser(String script, String expected) {
        assertEquals(expected, realm.eval(script));
    }
}
