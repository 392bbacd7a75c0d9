package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blobs as scripts use them in a whole runtime. */
class FileApiTest {
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final WebRuntime runtime =
            WebRuntime.builder().console((level, text) -> printed.add(text)).build();

    @AfterEach
    void close() {
        runtime.close();
    }

    /** What the script prints until nothing is left to do. */
    private String run(String script) {
        runtime.run(script, "test.js");
        assertTrue(runtime.runUntilIdle(Duration.ofSeconds(30)));
        return String.join(" ", printed);
    }

    @Test
    void partsOfEveryKindMakeABlob() {
        assertEquals("15 text/x ab\u20ac\ufffd,1,2,ab true", run("""
                const inner = new Blob(['a', { toString: () => 'b' }]);
                const bytes = new Uint8Array([0, 44, 49, 44, 50, 44]);
                const blob = new Blob([inner, '\\u20ac\\ud800', bytes.subarray(1, 5), bytes.buffer.slice(5), inner], { type: 'TEXT/X' });
                blob.text().then((t) => console.log(blob.size, blob.type, t, blob.slice(0, 2) instanceof Blob));
                """));
    }

    @Test
    void aSliceCountsFromTheEndAndHasItsOwnType() {
        assertEquals("cd  de abcde", run("""
                const b = new Blob(['abcde'], { type: 'a/b' });
                (async () => console.log(await b.slice(2, 4).text(), b.slice(0, 1).type, await b.slice(-2).text(),
                    await b.slice(-100, 100).text()))();
                """));
    }

    @Test
    void nativeEndingsAndStrangeTypes() {
        assertEquals("\"a\\nb\\nc\\n\" \"\"", run("""
                const b = new Blob(['a\\r\\nb\\rc\\n'], { endings: 'native', type: 'caf\\u00e9' });
                b.text().then((t) => console.log(JSON.stringify(t), JSON.stringify(b.type)));
                """));
    }

    @Test
    void aStreamAndAReaderGiveTheBytes() {
        assertEquals("200001 65536 loadstart progress load data:text/plain;base64,aGk= loadend", run("""
                (async () => {
                  const big = new Blob([new Uint8Array(200001)]);
                  let sum = 0, first = 0;
                  const stream = big.stream().getReader();
                  for (;;) {
                    const { done, value } = await stream.read();
                    if (done) break;
                    first ||= value.length;
                    sum += value.length;
                  }
                  const words = [];
                  const reader = new FileReader();
                  for (const type of ['loadstart', 'progress', 'load', 'loadend', 'error', 'abort']) {
                    reader.addEventListener(type, () => { words.push(type); if (type === 'load') words.push(reader.result); });
                  }
                  reader.onloadend = () => console.log(sum, first, words.join(' '));
                  reader.readAsDataURL(new File(['hi'], 'hi.txt', { type: 'text/plain' }));
                })();
                """));
    }

    @Test
    void microtasksRunBetweenTheEventsOfOneTask() {
        assertEquals("load micro loadend", run("""
                const reader = new FileReader();
                const words = [];
                reader.onload = () => { words.push('load'); Promise.resolve().then(() => words.push('micro')); };
                reader.onloadend = () => { words.push('loadend'); console.log(words.join(' ')); };
                reader.readAsText(new Blob(['x']));
                """));
    }

    private static final String HUGE = """
            let huge = new Blob([Uint8Array.from({ length: 4099 }, (v, i) => i)]);
            for (let i = 0; i < 40; i++) huge = new Blob([huge, huge]);
            """;

    @Test
    void aReaderWhoseResultWouldBeTooLargeEndsWithAnError() {
        String end = ": loadstart progress error loadend, 2 null NotReadableError true";
        assertEquals(
                "readAsArrayBuffer" + end + "; readAsBinaryString" + end + "; readAsText" + end + "; readAsDataURL"
                        + end + "; x null",
                run(HUGE + """
                        (async () => {
                          const reader = new FileReader();
                          let events;
                          for (const type of ['loadstart', 'progress', 'load', 'error', 'abort', 'loadend']) {
                            reader.addEventListener(type, () => events.push(type));
                          }
                          const lines = [];
                          for (const method of ['readAsArrayBuffer', 'readAsBinaryString', 'readAsText', 'readAsDataURL']) {
                            events = [];
                            reader[method](huge);
                            await new Promise((resolve) => { reader.onloadend = resolve; });
                            const { readyState, result, error } = reader;
                            lines.push(`${method}: ${events.join(' ')}, ${readyState} ${result} ${error.name} ${error instanceof DOMException}`);
                          }
                          reader.readAsText(new Blob(['x']));
                          await new Promise((resolve) => { reader.onloadend = resolve; });
                          lines.push(`${reader.result} ${reader.error}`);
                          console.log(lines.join('; '));
                        })();
                        """));
    }

    @Test
    void aBlobThatIsTooLargeToBeReadAtOnceCanBeReadInParts() {
        assertEquals(
                "4506898162253824 NotReadableError NotReadableError NotReadableError 1,2,0,1 65536 RangeError",
                run(HUGE + """
                (async () => {
                  const words = [huge.size];
                  for (const method of ['text', 'arrayBuffer', 'bytes']) {
                    words.push(await huge[method]().catch((e) => e instanceof DOMException && e.name));
                  }
                  words.push(await huge.slice(huge.size / 2 - 2, huge.size / 2 + 2).bytes());
                  const reader = huge.stream().getReader();
                  words.push((await reader.read()).value.length);
                  await reader.cancel();
                  try { new Blob([huge, huge]); } catch (e) { words.push(e.name); }
                  console.log(words.join(' '));
                })();
                """));
    }

    @Test
    void theTypeTellsTheEncodingAsAMimeType() {
        assertEquals("\u00e9 \u00e9 \u00e9 \u00e9 \ufffd \ufffd", run("""
                (async () => {
                  const texts = [];
                  for (const type of [
                    'text/plain;charset=latin1', 'Text/Plain ; Charset="LATIN1"; charset=utf-8',
                    'text/plain;x="a;charset=utf-8";charset=latin1', 'text/plain;charset="lat\\\\in1"x',
                    'text/plain;charset =latin1', 'text;charset=latin1',
                  ]) {
                    const reader = new FileReader();
                    reader.readAsText(new Blob([new Uint8Array([0xe9])], { type }));
                    await new Promise((resolve) => { reader.onload = resolve; });
                    texts.push(reader.result);
                  }
                  console.log(texts.join(' '));
                })();
                """));
    }

    @Test
    void clonesShareBytesAndKeepNames() {
        assertEquals("File n.txt 5 true abc", run("""
                const file = new File(['abc'], 'n.txt', { lastModified: 5 });
                const copy = structuredClone({ file }).file;
                copy.text().then((t) => console.log(copy.constructor.name, copy.name, copy.lastModified, copy !== file, t));
                """));
    }

    @Test
    void aUrlNamesABlobUntilItIsRevoked() {
        assertEquals("blob: null true", run("""
                const url = URL.createObjectURL(new Blob(['x']));
                const parsed = new URL(url);
                URL.revokeObjectURL(url);
                URL.revokeObjectURL('no url at all');
                console.log(parsed.protocol, parsed.origin, url !== URL.createObjectURL(new Blob([])));
                """));
    }
}
