package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.host.ErrorReport;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Tells the global object of an exception that nothing caught.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-errorevent-interface">HTML, ErrorEvent</a>
 */
public final class ErrorEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface ErrorEvent : Event {
              constructor(DOMString type, optional ErrorEventInit eventInitDict = {});
              readonly attribute DOMString message;
              readonly attribute USVString filename;
              readonly attribute unsigned long lineno;
              readonly attribute unsigned long colno;
              readonly attribute any error;
            };
            dictionary ErrorEventInit : EventInit {
              DOMString message = "";
              USVString filename = "";
              unsigned long lineno = 0;
              unsigned long colno = 0;
              any error;
            };
            """).statics("ErrorEvent", Statics::new);

    private final String message;
    private final String filename;
    private final double lineno;
    private final double colno;
    private final Value error;

    private ErrorEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        message = init.getMember("message").asString();
        filename = init.getMember("filename").asString();
        lineno = init.getMember("lineno").asDouble();
        colno = init.getMember("colno").asDouble();
        Value given = init.getMember("error");
        error = given == null ? realm.undefined() : given;
    }

    /** The cancelable event of an exception; {@code where} is in the words of the page's URLs. */
    ErrorEvent(Realm realm, String message, SourcePosition where, Value error) {
        super(realm, "error", false, true, false);
        this.message = message;
        this.filename = where.file();
        this.lineno = where.line();
        this.colno = where.column();
        this.error = error;
    }

    /** The cancelable event of an exception that another realm has reported; {@code error} is what scripts see of it. */
    public static ErrorEvent of(Realm realm, ErrorReport report, Value error) {
        SourcePosition where = new SourcePosition(report.file(), report.line(), report.column());
        return new ErrorEvent(realm, report.message(), where, error);
    }

    @Override
    public String interfaceName() {
        return "ErrorEvent";
    }

    @Export
    public String message() {
        return message;
    }

    @Export
    public String filename() {
        return filename;
    }

    @Export
    public double lineno() {
        return lineno;
    }

    @Export
    public double colno() {
        return colno;
    }

    @Export
    public Value error() {
        return error;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public ErrorEvent construct(String type, Value init) {
            return new ErrorEvent(realm, type, init);
        }
    }
}
