package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.bindings.idl.IdlMember;
import dev.weir.bindings.idl.IdlMember.Argument;
import dev.weir.bindings.idl.IdlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one name, most often a single one. A call means one of them by how many arguments it has and, where
 * several take as many, by what the first argument is in which these differ.
 *
 * <p>What names an argument in JavaScript is the longest operation's, so that every operation finds its own there.
 *
 * @see <a href="https://webidl.spec.whatwg.org/#js-overloads">Web IDL, overload resolution algorithm</a>
 */
final class Overloads {
    /** In the order of the IDL, with the arguments named as the longest names them. */
    final List<IdlMember.Operation> operations;
    /** What JavaScript declares: only those that every operation needs are no optional ones. */
    final List<Argument> parameters;

    private Overloads(List<IdlMember.Operation> declared) {
        List<Argument> longest = declared.get(0).arguments();
        long needed = Long.MAX_VALUE;
        for (IdlMember.Operation operation : declared) {
            longest = operation.arguments().size() > longest.size() ? operation.arguments() : longest;
            needed = Math.min(needed, needed(operation));
        }
        if (declared.size() > 1
                && declared.stream().anyMatch(o -> o.arguments().stream().anyMatch(Argument::variadic))) {
            throw new IllegalArgumentException("a variadic operation cannot be overloaded: " + declared);
        }
        List<IdlMember.Operation> renamed = new ArrayList<>();
        for (IdlMember.Operation operation : declared) {
            renamed.add(withArgumentsNamedAs(longest, operation));
        }
        operations = List.copyOf(renamed);
        List<Argument> all = new ArrayList<>();
        for (Argument argument : longest) {
            boolean optional = argument.optional() || all.size() >= needed;
            all.add(new Argument(
                    argument.name(), argument.type(), optional, argument.variadic(), argument.defaultValue()));
        }
        parameters = List.copyOf(all);
    }

    /** The operations of the interface by name: special ones that have one too, but not the static ones. */
    static List<Overloads> of(IdlDefinition.Interface i) {
        return i.members().stream()
                .map(Overloads::operation)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(IdlMember.Operation::name, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(Overloads::new)
                .toList();
    }

    private static IdlMember.@Nullable Operation operation(IdlMember member) {
        if (member instanceof IdlMember.Operation o) {
            return o.isStatic() ? null : o;
        }
        return member instanceof IdlMember.Special s && !s.name().isEmpty()
                ? new IdlMember.Operation(s.name(), s.returnType(), s.arguments(), false, false, s.extendedAttributes())
                : null;
    }

    private static IdlMember.Operation withArgumentsNamedAs(List<Argument> names, IdlMember.Operation operation) {
        List<Argument> arguments = new ArrayList<>();
        for (Argument argument : operation.arguments()) {
            arguments.add(new Argument(
                    names.get(arguments.size()).name(),
                    argument.type(),
                    argument.optional(),
                    argument.variadic(),
                    argument.defaultValue()));
        }
        return new IdlMember.Operation(
                operation.name(),
                operation.returnType(),
                arguments,
                operation.isStatic(),
                operation.stringifier(),
                operation.extendedAttributes());
    }

    private static long needed(IdlMember.Operation operation) {
        return operation.arguments().stream().filter(a -> !a.optional()).count();
    }

    private static boolean takes(IdlMember.Operation operation, int count) {
        return count >= needed(operation) && count <= operation.arguments().size();
    }

    /** An expression for whether a call means this operation; to be asked where there are several. */
    String condition(IdlMember.Operation operation, ConversionWriter conversions) {
        List<String> ways = new ArrayList<>();
        for (int count = 0; count <= parameters.size(); count++) {
            if (takes(operation, count)) {
                // arguments that no operation takes do not count
                String comparison = count == parameters.size() ? ">=" : "===";
                ways.add(
                        "arguments.length %s %d%s".formatted(comparison, count, choice(operation, count, conversions)));
            }
        }
        return String.join(" || ", ways);
    }

    /** What else must hold where several operations take as many arguments. */
    private String choice(IdlMember.Operation operation, int count, ConversionWriter conversions) {
        List<IdlMember.Operation> candidates =
                operations.stream().filter(o -> takes(o, count)).toList();
        if (candidates.size() == 1) {
            return "";
        }
        int place = 0;
        while (typesAt(candidates, place).stream().distinct().count() == 1) {
            place++;
        }
        String value = "$" + parameters.get(place).name();
        List<IdlType> types = typesAt(candidates, place);
        String own = conversions.unionTest(operation.arguments().get(place).type(), value, types);
        if (own != null) {
            return " && (" + own + ")";
        }
        // what takes any value is meant where no other operation is
        return types.stream()
                .map(type -> conversions.unionTest(type, value, types))
                .filter(Objects::nonNull)
                .map(test -> " && !(" + test + ")")
                .collect(Collectors.joining());
    }

    private static List<IdlType> typesAt(List<IdlMember.Operation> operations, int place) {
        return operations.stream().map(o -> o.arguments().get(place).type()).toList();
    }
}
