package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.bindings.idl.IdlMember;
import dev.weir.bindings.idl.IdlMember.Argument;
import dev.weir.bindings.idl.IdlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JavaScript classes of interfaces from their Web IDL.
 *
 * <p>Each interface becomes a text of its own, parsed when the interface is first used, that makes a hidden class with the private slot and the members,
 * and the public class that scripts see, whose prototype gets the members by descriptor. The hidden class stamps its
 * slots onto objects made elsewhere, so neither {@code super()} nor anything else that a script can replace runs.
 */
final class GlueWriter {
    /** What the text of an interface uses of the hand-written glue. */
    private static final String KERNEL_NAMES = """
            ErrorPrototype, ObjectPrototype, PlatformObject, Stamp, addStack, argumentsAgain, arrayIterationMethods, construct, copyMembers, defineConstant, defineMethod, \
            defineProperty, defineTable, defineTag, defineUnforgeable, defineUnscopables, dictionaryObject, fail, fromHost, \
            getOwnPropertyDescriptor, globalObject, host, illegalInvocation, interfaces, isArrayBuffer, isEnumValue, \
            isInterface, isObject, isSharedArrayBuffer, isView, iterables, iteratorSymbol, legacyPlatformObject, makeEnumerable, \
            missingMember, notEnoughArguments, promiseRejectedWith, promiseResolve, reflectApply, reflectGet, reflectSet, \
            setPrototypeOf, steps, takeIn, toAllowSharedBufferSource, toArrayBufferView, \
            toBackingBuffer, toBufferSource, toByteString, toClampedInteger, toDouble, toEnforcedInteger, toEnum, toFunction, \
            toInteger, toObject, toPeer, toRecord, toSequence, toTyped, toUSVString, typeError, uncurryThis, wrapAny\
            """;

    private final IdlModel model;
    private final ConversionWriter conversions;
    private final StringBuilder js = new StringBuilder();
    /** Whether the global object is an instance of the interface being written, so that it stands for no `this`. */
    private boolean ofGlobal;

    GlueWriter(IdlModel model) {
        this.model = model;
        this.conversions = new ConversionWriter(model);
    }

    /**
     * The part that every realm evaluates: where each interface comes from when it is first used.
     *
     * @param scripts the definitions' scripts, which may convert dictionaries themselves
     */
    static String registrations(IdlModel model, String scripts) {
        ConversionWriter conversions = new ConversionWriter(model);
        conversions.useAllIn(scripts);
        StringBuilder js = new StringBuilder(conversions.definitions());
        js.append("const kernelNames = { __proto__: null, ")
                .append(KERNEL_NAMES)
                .append(" };\n");
        for (IdlDefinition.Interface i : model.inOrder()) {
            js.append("lazyInterface('%1$s', () => host.interfaceUnit('%1$s')(kernelNames));\n".formatted(i.name()));
        }
        return js.toString();
    }

    /** The text that makes one interface: a function of the kernel's names. To be called once. */
    String unit(IdlDefinition.Interface i) {
        writeInterface(i);
        return "(function (kernelNames) {\n'use strict';\nconst { " + KERNEL_NAMES + " } = kernelNames;\n"
                + conversions.definitions() + js + "})";
    }

    private void writeInterface(IdlDefinition.Interface i) {
        String name = i.name();
        boolean global = i.extendedAttributes().containsKey("Global");
        ofGlobal = model.isOfGlobal(i);
        js.append("const statics = host.statics('%s');\n".formatted(name));
        js.append("const script = steps.%s;\n".formatted(name));
        if (i.parent() != null) {
            js.append("const parent = interfaces.%s;\n".formatted(i.parent()));
        }
        js.append("class $ extends Stamp {\n#host; #state;\n");
        js.append("constructor(object, peer, state) { super(object); this.#host = peer; this.#state = state; }\n");
        js.append("static is(object) { return #host in object || (takeIn(object) && #host in object); }\n");
        js.append("static hasSlots(object) { return #host in object; }\n");
        js.append("static host(object) { return object.#host; }\n");
        js.append("static state(object) { return object.#state; }\n");
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Attribute a && !a.isStatic() && table(a) == null) {
                writeAttribute(name, a);
            }
        }
        Overloads.of(i).forEach(overloads -> writeOperation(name, overloads));
        js.append("}\n");
        writePublicClass(i);
        js.append("const prototype = %s.prototype;\n".formatted(name));
        js.append("copyMembers($.prototype, %s, true, [%s]);\n"
                .formatted(
                        global ? "globalObject" : "prototype",
                        i.members().stream()
                                .filter(GlueWriter::isUnforgeable)
                                .map(m -> "'" + ((IdlMember.Attribute) m).name() + "'")
                                .collect(Collectors.joining(", "))));
        writeTables(i, global ? "globalObject" : "prototype");
        writeConstants(i);
        writeIterables(i);
        writeUnscopables(i);
        if (i.parent() == null) {
            boolean error = i.extendedAttributes().containsKey("InheritsFromError");
            js.append("setPrototypeOf(prototype, %s);\n".formatted(error ? "ErrorPrototype" : "ObjectPrototype"));
        }
        js.append("defineTag(prototype, '%s');\n".formatted(name));
        js.append("return { __proto__: null, constructor: %s, prototype, is: $.is, host: $.host, stateOf: $.state,\n"
                .formatted(name));
        js.append("  state: %s, exotic: %s,\n"
                .formatted(
                        i.extendedAttributes().containsKey("ScriptState") ? "script.state" : inherited(i, "state"),
                        exotic(i)));
        js.append("  parent: %s, getters: $.prototype, shown: %s, pairs: %s,\n"
                .formatted(
                        i.parent() == null ? "undefined" : "parent",
                        new ShownAttributes(model).of(i),
                        ShownAttributes.hasPairs(i)));
        boolean root = i.parent() == null;
        js.append("  hasSlots: $.hasSlots,\n");
        js.append("  addSlots(object, peer, state) { %snew $(object, peer, state); },\n"
                .formatted(root ? "" : "parent.addSlots(object, peer, state); "));
        js.append("  stamp(object, peer, state) { %s; new $(object, peer, state);%s } };\n"
                .formatted(
                        root ? "new PlatformObject(object, peer)" : "parent.stamp(object, peer, state)",
                        unforgeables(i)));
    }

    /** The table of members.js that makes the attribute's accessor, or null when it has code of its own. */
    private @Nullable String table(IdlMember.Attribute attribute) {
        Map<String, String> extended = attribute.extendedAttributes();
        if (attribute.readonly() || extended.containsKey("LegacyUnforgeable")) {
            return null;
        }
        if (isEventHandler(attribute.type())) {
            return "handler";
        }
        if (!extended.containsKey("Reflect")) {
            return null;
        }
        IdlType type = model.resolve(attribute.type());
        return switch (type instanceof IdlType.Named named ? named.name() : "") {
            case "DOMString" -> "text";
            case "USVString" -> "url";
            case "boolean" -> "flag";
            case "long", "unsigned long" -> "long";
            default -> null;
        };
    }

    /** Attributes of a few common kinds, one call of the kernel for each kind. */
    private void writeTables(IdlDefinition.Interface i, String target) {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Attribute a && table(a) instanceof String table) {
                String key = table.equals("handler") ? a.name().substring(2) : contentAttribute(a);
                tables.computeIfAbsent(table, name -> new ArrayList<>()).add("'%s', '%s'".formatted(a.name(), key));
            }
        }
        tables.forEach((table, names) -> js.append("defineTable($, %s, '%s', '%s', [%s]);\n"
                .formatted(target, i.name(), table, String.join(", ", names))));
    }

    private void writeUnscopables(IdlDefinition.Interface i) {
        String names = i.members().stream()
                .filter(m -> m.extendedAttributes().containsKey("Unscopable"))
                .map(m -> m instanceof IdlMember.Operation o ? o.name() : ((IdlMember.Attribute) m).name())
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            js.append("defineUnscopables(prototype, [%s]);\n".formatted(names));
        }
    }

    /** What makes the object that scripts see, when that is not the wrapper itself. */
    private String exotic(IdlDefinition.Interface i) {
        if (i.extendedAttributes().containsKey("Exotic")) {
            return "script.exotic($)";
        }
        String special = SpecialOperations.of(i, conversions);
        return special == null ? inherited(i, "exotic") : special;
    }

    /** What defines the members that every object has as properties of its own. */
    private static String unforgeables(IdlDefinition.Interface i) {
        StringBuilder define = new StringBuilder();
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Attribute a
                    && a.extendedAttributes().containsKey("LegacyUnforgeable")) {
                define.append(" defineUnforgeable(object, $.prototype, '%s');".formatted(a.name()));
            }
        }
        return define.toString();
    }

    private static boolean isUnforgeable(IdlMember member) {
        return member.extendedAttributes().containsKey("LegacyUnforgeable");
    }

    private static String inherited(IdlDefinition.Interface i, String what) {
        return i.parent() == null ? "undefined" : "parent." + what;
    }

    private void writePublicClass(IdlDefinition.Interface i) {
        String name = i.name();
        // "extends null" so that the engine makes no object of its own, and looks up no prototype for it: new.target
        // has
        // its own looked up once, when the arguments have been converted.
        js.append("class %s extends %s {\n".formatted(name, i.parent() == null ? "null" : "parent.constructor"));
        IdlMember.Constructor constructor = null;
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Constructor c) {
                constructor = c;
            }
        }
        if (constructor == null) {
            js.append("constructor() { throw typeError('%s: illegal constructor'); }\n".formatted(name));
        } else {
            writeConstructor(name, constructor);
        }
        List<String> staticNames = new ArrayList<>();
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Operation o && o.isStatic()) {
                writeStaticOperation(name, o);
                staticNames.add("'" + o.name() + "'");
            }
        }
        js.append("}\n");
        if (!staticNames.isEmpty()) {
            js.append("makeEnumerable(%s, [%s]);\n".formatted(name, String.join(", ", staticNames)));
        }
    }

    private void writeConstructor(String name, IdlMember.Constructor constructor) {
        js.append("constructor(%s) {\n".formatted(parameters(constructor.arguments())));
        String where = name + " constructor";
        writeArgumentCount(where, constructor.arguments(), "");
        List<String> arguments = writeConversions(where, constructor.arguments());
        boolean script = constructor.extendedAttributes().containsKey("Script");
        js.append("try {\nconst peer = statics.construct(%s);\n".formatted(script ? "" : String.join(", ", arguments)));
        js.append("const wrapper = construct(new.target, '%s', peer);\n".formatted(name));
        if (script) {
            List<String> all = new ArrayList<>(List.of("peer", "$.state(wrapper)", "wrapper"));
            all.addAll(arguments);
            js.append("script.constructor(%s);\n".formatted(String.join(", ", all)));
        }
        if (model.isError(name)) {
            js.append("addStack(wrapper, peer);\n");
        }
        js.append("return wrapper;\n");
        writeCatch(false);
        js.append("}\n");
    }

    private void writeStaticOperation(String name, IdlMember.Operation operation) {
        js.append("static %s(%s) {\n".formatted(operation.name(), parameters(operation.arguments())));
        String where = name + "." + operation.name();
        boolean promise = operation.returnType().is("Promise");
        js.append("try {\n");
        writeArgumentCount(where, operation.arguments(), "");
        List<String> arguments = writeConversions(where, operation.arguments());
        boolean script = operation.extendedAttributes().containsKey("Script");
        String callee = (script ? "script." : "statics.") + operation.name();
        writeReturn(operation.returnType(), callee + "(" + String.join(", ", arguments) + ")");
        writeCatch(promise);
        js.append("}\n");
    }

    private void writeAttribute(String interfaceName, IdlMember.Attribute attribute) {
        String name = attribute.name();
        String where = interfaceName + "." + name;
        boolean promise = attribute.type().is("Promise");
        boolean script = attribute.extendedAttributes().containsKey("Script");
        js.append("get %s() {\n".formatted(name));
        beginMember();
        writeReturn(attribute.type(), getterCall(attribute, script));
        endMember(where, promise, getAgain(name));
        js.append("}\n");
        String forwards = attribute.extendedAttributes().get("PutForwards");
        if (forwards != null) {
            js.append("set %s(value) {\n".formatted(name));
            beginMember();
            js.append("toObject(%s.%s, '%s').%s = value;\n".formatted(self(), name, where, forwards));
            endMember(where, false, setAgain(name));
            js.append("}\n");
        } else if (attribute.extendedAttributes().containsKey("Replaceable")) {
            js.append("set %s(value) {\n".formatted(name));
            beginMember();
            js.append(
                    "defineProperty(%s, '%s', { __proto__: null, value, writable: true, enumerable: true, configurable: true });\n"
                            .formatted(self(), name));
            endMember(where, false, setAgain(name));
            js.append("}\n");
        } else if (!attribute.readonly()) {
            js.append("set %s(value) {\n".formatted(name));
            beginMember();
            writeSetter(attribute, where, script);
            endMember(where, false, setAgain(name));
            js.append("}\n");
        } else if (attribute.extendedAttributes().containsKey("LegacyLenientSetter")) {
            js.append("set %s(value) {}\n".formatted(name));
        }
    }

    private String getterCall(IdlMember.Attribute attribute, boolean script) {
        String name = attribute.name();
        Map<String, String> extended = attribute.extendedAttributes();
        if (extended.containsKey("Reflect")) {
            String content = contentAttribute(attribute);
            String how = attribute.type().is("boolean") ? "hasAttribute" : "reflectedAttribute";
            return "peer.%s('%s')".formatted(how, content);
        }
        return script ? "script.%s(peer, %s.#state)".formatted(name, self()) : "peer.%s()".formatted(name);
    }

    private void writeSetter(IdlMember.Attribute attribute, String where, boolean script) {
        String name = attribute.name();
        IdlType type = model.resolve(attribute.type());
        if (type instanceof IdlType.Named named
                && model.others.get(named.name()) instanceof IdlDefinition.Enumeration e) {
            js.append("const converted = `${value}`;\nif (!isEnumValue(converted, %s)) return;\n"
                    .formatted(conversions.valuesOf(e)));
        } else {
            js.append("const converted = %s;\n".formatted(conversions.convert(type, "value", quote(where))));
        }
        if (attribute.extendedAttributes().containsKey("Reflect")) {
            String how = type.is("boolean") ? "setBooleanAttribute" : "setAttribute";
            js.append("peer.%s('%s', %s);\n"
                    .formatted(how, contentAttribute(attribute), type.is("boolean") ? "converted" : "`${converted}`"));
        } else if (script) {
            js.append("script.%s(peer, %s.#state, converted);\n".formatted(setterName(name), self()));
        } else {
            js.append("peer.%s(converted);\n".formatted(setterName(name)));
        }
    }

    private static boolean isEventHandler(IdlType type) {
        return type.is("EventHandler") || type.is("OnErrorEventHandler") || type.is("OnBeforeUnloadEventHandler");
    }

    private static String contentAttribute(IdlMember.Attribute attribute) {
        String named = attribute.extendedAttributes().get("Reflect");
        return named == null || named.isEmpty() ? attribute.name().toLowerCase(Locale.ROOT) : named.replace("\"", "");
    }

    private static String setterName(String attribute) {
        return "set" + Character.toUpperCase(attribute.charAt(0)) + attribute.substring(1);
    }

    private void writeOperation(String interfaceName, Overloads overloads) {
        IdlMember.Operation last = overloads.operations.getLast();
        String where = interfaceName + "." + last.name();
        js.append("%s(%s) {\n".formatted(last.name(), parameters(overloads.parameters)));
        beginMember();
        writeArgumentCount(where, overloads.parameters, "");
        for (IdlMember.Operation operation : overloads.operations) {
            if (operation != last) {
                js.append("if (%s) {\n".formatted(overloads.condition(operation, conversions)));
            } else if (overloads.operations.size() > 1) {
                js.append("{\n");
            }
            writeCall(where, operation);
            js.append(operation != last ? "} else " : overloads.operations.size() > 1 ? "}\n" : "");
        }
        endMember(
                where,
                last.returnType().is("Promise"),
                "reflectApply($.prototype.%s, %s, %s)"
                        .formatted(last.name(), self(), argumentsAgain(overloads.parameters)));
        js.append("}\n");
    }

    private void writeCall(String where, IdlMember.Operation operation) {
        List<String> arguments = writeConversions(where, operation.arguments());
        if (operation.extendedAttributes().containsKey("Script")) {
            List<String> all = new ArrayList<>(List.of("peer", self() + ".#state"));
            all.addAll(arguments);
            writeReturn(operation.returnType(), "script.%s(%s)".formatted(operation.name(), String.join(", ", all)));
        } else {
            writeReturn(
                    operation.returnType(), "peer.%s(%s)".formatted(operation.name(), String.join(", ", arguments)));
        }
    }

    /**
     * Begins a member: reading the private slot is the brand check, and what it throws is told apart in the catch, which
     * costs nothing as long as nothing is thrown.
     */
    private void beginMember() {
        if (ofGlobal) {
            js.append("const self = this ?? globalObject;\ntry {\nconst peer = self.#host;\n");
        } else {
            js.append("try {\nconst peer = this.#host;\n");
        }
    }

    /** @param again calls the member again, when `this` has turned out to be an object of another realm */
    private void endMember(String where, boolean promise, String again) {
        js.append("} catch (e) {\nif (isObject(%1$s) && #host in %1$s) %2$s;\n"
                .formatted(self(), fail(promise, "fromHost(e)")));
        js.append("if (!(isObject(%s) && $.is(%1$s))) %s;\n"
                .formatted(self(), fail(promise, "illegalInvocation('%s')".formatted(where))));
        js.append("return %s;\n}\n".formatted(again));
    }

    private static String fail(boolean promise, String failure) {
        return promise ? "return promiseRejectedWith(" + failure + ")" : "throw " + failure;
    }

    /**
     * The arguments as they came: none is converted before the brand is checked. Where all are optional those that are missing
     * may as well be undefined, and the function need not know how many there are, for which the engine makes an object.
     */
    private static String argumentsAgain(List<Argument> parameters) {
        List<String> single = new ArrayList<>();
        String rest = null;
        for (Argument parameter : parameters) {
            if (parameter.variadic()) {
                rest = "$" + parameter.name();
            } else {
                single.add("$" + parameter.name());
            }
        }
        String listed = "[" + String.join(", ", single) + "]";
        if (parameters.stream().anyMatch(parameter -> !parameter.optional())) {
            return "argumentsAgain(%s, %s, arguments.length)".formatted(listed, rest == null ? "undefined" : rest);
        }
        return rest == null
                ? listed
                : "argumentsAgain(%s, %s, %d + %s.length)".formatted(listed, rest, single.size(), rest);
    }

    private String getAgain(String name) {
        return "reflectGet($.prototype, '%s', %s)".formatted(name, self());
    }

    private String setAgain(String name) {
        return "reflectSet($.prototype, '%s', value, %s)".formatted(name, self());
    }

    private String self() {
        return ofGlobal ? "self" : "this";
    }

    private void writeArgumentCount(String where, List<Argument> arguments, String indent) {
        long needed = arguments.stream().filter(a -> !a.optional()).count();
        if (needed > 0) {
            js.append("%sif (arguments.length < %d) throw notEnoughArguments(%s, %d, arguments.length);\n"
                    .formatted(indent, needed, quote(where), needed));
        }
    }

    private void writeReturn(IdlType type, String value) {
        if (type.is("undefined")) {
            js.append(value).append(";\n");
        } else {
            js.append("return ").append(conversions.result(type, value)).append(";\n");
        }
    }

    private void writeCatch(boolean promise) {
        js.append(
                promise
                        ? "} catch (e) { return promiseRejectedWith(fromHost(e)); }\n"
                        : "} catch (e) { throw fromHost(e); }\n");
    }

    /** Optional parameters have a default so that they do not count for {@code length}. */
    private static String parameters(List<Argument> arguments) {
        List<String> names = new ArrayList<>();
        for (Argument argument : arguments) {
            names.add(
                    argument.variadic()
                            ? "...$" + argument.name()
                            : argument.optional() ? "$" + argument.name() + " = undefined" : "$" + argument.name());
        }
        return String.join(", ", names);
    }

    private List<String> writeConversions(String where, List<Argument> arguments) {
        List<String> names = new ArrayList<>();
        for (Argument argument : arguments) {
            String name = "$" + argument.name();
            String place = quote(where + ": argument '" + argument.name() + "'");
            if (argument.variadic()) {
                js.append("for (let i = 0; i < %1$s.length; i++) %1$s[i] = %2$s;\n"
                        .formatted(name, conversions.convert(argument.type(), name + "[i]", place)));
            } else {
                String converted = conversions.convertOptional(argument, name, place);
                if (!converted.equals(name)) {
                    js.append("%s = %s;\n".formatted(name, converted));
                }
            }
            names.add(name);
        }
        return names;
    }

    private void writeConstants(IdlDefinition.Interface i) {
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Constant c) {
                js.append("defineConstant(%1$s, '%2$s', %3$s);\ndefineConstant(prototype, '%2$s', %3$s);\n"
                        .formatted(i.name(), c.name(), c.value()));
            }
        }
    }

    /** https://webidl.spec.whatwg.org/#legacy-callback-interface-object */
    static String callbackInterfaceObject(IdlDefinition.CallbackInterface i) {
        String constants = i.constants().stream()
                .map(c -> "%s: %s".formatted(c.name(), c.value()))
                .collect(Collectors.joining(", "));
        return "exposeLazily('%1$s', () => callbackInterfaceObject('%1$s', { __proto__: null, %2$s }));\n"
                .formatted(i.name(), constants);
    }

    private void writeIterables(IdlDefinition.Interface i) {
        if (i.members().stream()
                .anyMatch(m -> m instanceof IdlMember.Special s
                        && s.kind().equals("getter")
                        && !s.arguments().get(0).type().is("DOMString"))) {
            js.append("defineMethod(prototype, iteratorSymbol, arrayIterationMethods.values, false);\n");
        }
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Iterable iterable) {
                String kind = iterable.async() ? "async" : iterable.types().size() == 2 ? "pairs" : "values";
                js.append("iterables.%s(prototype, '%s', $, script);\n".formatted(kind, i.name()));
            }
        }
        for (IdlMember member : i.members()) {
            if (member instanceof IdlMember.Operation o
                    && o.stringifier()
                    && !o.name().equals("toString")) {
                js.append(
                        "copyMembers({ toString() { return prototype.%s; } }, prototype, true);\n".formatted(o.name()));
            } else if (member instanceof IdlMember.Attribute a && a.stringifier()) {
                writeStringifier(a);
            }
        }
    }

    private void writeStringifier(IdlMember.Attribute attribute) {
        js.append("const stringified = uncurryThis(getOwnPropertyDescriptor($.prototype, '%s').get);\n"
                .formatted(attribute.name()));
        js.append("copyMembers({ toString() { return stringified(this); } }, prototype, true);\n");
    }

    private static String quote(@Nullable String text) {
        return "\"" + text + "\"";
    }
}
