package dev.weir.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.TestRealm;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.streams.StreamsInterfaces;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {
    private static final InterfaceSet INTERFACES = new InterfaceSet(
            "Window",
            Stream.of(
                            List.of(
                                    DOMExceptionBinding.DEFINITION,
                                    EventTarget.DEFINITION,
                                    Event.DEFINITION,
                                    AbortSignal.DEFINITION),
                            StreamsInterfaces.DEFINITIONS,
                            EncodingInterfaces.DEFINITIONS)
                    .flatMap(List::stream)
                    .toList());

    private final TestRealm realm = new TestRealm(INTERFACES);

    @AfterEach
    void close() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            new TextEncoder().encode('aä€😀').join() | 97,195,164,226,130,172,240,159,152,128
            new TextEncoder().encode().length | 0
            new TextEncoder().encode('\\ud800x').join() | 239,191,189,120
            new TextEncoder().encode('x') instanceof Uint8Array | true
            new TextEncoder().encode('x').buffer.transfer(4).byteLength | 4
            new TextEncoder().encoding + new TextDecoder().encoding + new TextDecoder('LATIN1').encoding | utf-8utf-8windows-1252
            JSON.stringify(new TextEncoder().encodeInto('a€b', new Uint8Array(3))) | {"read":1,"written":1}
            JSON.stringify(new TextEncoder().encodeInto('a€b', new Uint8Array(4))) | {"read":2,"written":4}
            JSON.stringify(new TextEncoder().encodeInto('😀a', new Uint8Array(3))) | {"read":0,"written":0}
            JSON.stringify(new TextEncoder().encodeInto('😀a', new Uint8Array(4))) | {"read":2,"written":4}
            JSON.stringify(new TextEncoder().encodeInto('\\udc00', new Uint8Array(9))) | {"read":1,"written":3}
            (u => { new TextEncoder().encodeInto('ab', u.subarray(1)); return u.join() })(new Uint8Array(4)) | 0,97,98,0
            (u => { new TextEncoder().encodeInto('ab', u); return u.join() })(new Uint8Array(new SharedArrayBuffer(3))) | 97,98,0
            new TextEncoder().encodeInto('a', new Uint16Array(3)) | TypeError: TextEncoder.encodeInto: argument 'destination' must be a Uint8Array
            new TextDecoder().decode() | ""
            new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf])).length | 1
            new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf])).length | 1
            new TextDecoder().decode(new Uint16Array([0x4241, 0x4443]).subarray(1)) | CD
            new TextDecoder().decode(new DataView(new TextEncoder().encode('xyz').buffer, 1, 1)) | y
            new TextDecoder().decode(new TextEncoder().encode('xyz').buffer) | xyz
            (b => { new Uint8Array(b).set([65, 66]); return new TextDecoder().decode(b) })(new SharedArrayBuffer(2)) | AB
            (u => { u.buffer.transfer(); return new TextDecoder().decode(u) })(new Uint8Array(3)) | ""
            (u => { u.buffer.transfer(); return new TextDecoder().decode(u) })(new DataView(new ArrayBuffer(3))) | ""
            new TextDecoder().decode(new ArrayBuffer(1, { maxByteLength: 2 })) | TypeError: TextDecoder.decode: argument 'input' must not be backed by a resizable ArrayBuffer
            new TextDecoder().decode([1]) | TypeError: TextDecoder.decode: argument 'input' must be an ArrayBuffer or a view of one
            (d => d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) + d.decode(new Uint8Array([0xac])))(new TextDecoder()) | €
            (d => d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }) + d.decode())(new TextDecoder()) | \ufffd
            (d => d.decode(new Uint8Array([0xef]), { stream: true }) + d.decode(new Uint8Array([0xbb, 0xbf, 65])))(new TextDecoder()) | A
            new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])) | TypeError: the bytes are not valid utf-8
            (d => [d.fatal, d.ignoreBOM].join())(new TextDecoder('utf-16', { fatal: 1 })) | true,false
            new TextDecoder('nonsense') | RangeError: TextDecoder constructor: 'nonsense' is not the label of an encoding
            new TextDecoder('iso-2022-kr') | RangeError: TextDecoder constructor: 'iso-2022-kr' is not the label of an encoding
            new TextDecoder('sjis').decode(new Uint8Array([0x82, 0xa0])) | あ
            Object.prototype.toString.call(new TextDecoder()) + TextDecoder.length + TextDecoder.prototype.decode.length | [object TextDecoder]00
            """)
    void behavesAsInABrowser(String script, String expected) {
        assertEquals(expected, realm.eval(script));
    }
}
