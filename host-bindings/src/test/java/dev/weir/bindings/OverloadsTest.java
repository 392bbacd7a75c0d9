package dev.weir.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations of one name, and types whose objects live in other kinds of globals. */
class OverloadsTest {
    private static final String IDL = """
            [Exposed=Window] interface Elsewhere {};
            [Exposed=Worker]
            interface Chooser {
              constructor(optional Elsewhere elsewhere, optional Elsewhere? nothing = null);
              DOMString by(DOMString text);
              DOMString by(Chooser chooser, optional DOMString text);
              DOMString count(DOMString a);
              DOMString count(DOMString a, boolean b, optional DOMString c = "-");
            };
            """;
    private static final InterfaceSet INTERFACES = new InterfaceSet(
            "SomeWorker",
            List.of(DOMExceptionBinding.DEFINITION, InterfaceDefinition.of(IDL).statics("Chooser", Statics::new)));

    private final TestRealm realm = new TestRealm(INTERFACES);

    @AfterEach
    void close() {
        realm.close();
    }

    /** The peer of a Chooser. */
    public static final class Chooser extends PlatformObject {
        Chooser(Realm realm) {
            super(realm);
        }

        @Override
        public String interfaceName() {
            return "Chooser";
        }

        @Export
        public String by(String text) {
            return "text " + text;
        }

        @Export
        public String by(Chooser chooser, @Nullable String text) {
            return "chooser " + text;
        }

        @Export
        public String count(String a) {
            return a;
        }

        @Export
        public String count(String a, boolean b, String c) {
            return a + " " + b + " " + c;
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Chooser construct(@Nullable Value elsewhere, @Nullable Value nothing) {
            return new Chooser(realm);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            by('a') | text a
            by({}) | text [object Object]
            by(undefined) | text undefined
            by(c) | chooser null
            by(c, undefined) | chooser null
            by(c, 'a') | chooser a
            by(c, 'a', 'b') | chooser a
            by('a', 'b') | TypeError: Chooser.by: argument 'chooser' must be of type Chooser
            by('a', undefined) | TypeError: Chooser.by: argument 'chooser' must be of type Chooser
            by() | TypeError
            count('a') | a
            count('a', undefined) | a false -
            count('a', 1, 'c') | a true c
            count('a', 1, undefined, 2) | a true -
            """)
    void aCallMeansTheOperationThatItsArgumentsAreFor(String call, String expected) {
        String result = realm.eval("var c = new Chooser(); c." + call);
        assertEquals(expected, expected.equals("TypeError") ? result.split(":", 2)[0] : result);
    }

    @Test
    void theShortestSaysTheLength() {
        assertEquals("1 1", realm.eval("`${Chooser.prototype.by.length} ${Chooser.prototype.count.length}`"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``
            undefined
            undefined, null
            undefined, undefined
            """)
    void anArgumentOfATypeThatIsElsewhereMayBeLeftOut(String arguments) {
        assertEquals("[object Chooser]", realm.eval("String(new Chooser(" + arguments + "))"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null
            {}
            new Chooser()
            undefined, 1
            """)
    void noObjectIsOfATypeThatIsElsewhere(String arguments) {
        assertEquals(
                "TypeError: Chooser constructor: argument",
                realm.eval("new Chooser(" + arguments + ")").substring(0, 40));
    }

    @Test
    void variadicOperationsAreNotOverloaded() {
        InterfaceSet set = new InterfaceSet("Window", List.of(InterfaceDefinition.of("""
                interface Odd { undefined a(DOMString... b); undefined a(DOMString b, boolean c); };
                """)));
        assertThrows(IllegalArgumentException.class, set::text);
    }
}
