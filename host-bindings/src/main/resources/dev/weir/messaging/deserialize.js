// StructuredDeserializeWithTransfer: reads what serialize.js wrote. Everything is made of the realm's own intrinsics.
{
    const noTransfer = { __proto__: null, transfer: [] };

    globalSteps.structuredClone = (peer, state, value, { transfer }) => {
        if (transfer.length === 0 && !isObject(value) && typeof value !== 'symbol') {
            return value;
        }
        return deserializeWithTransfer(cloning.serializeWithTransfer(value, transfer), false).data;
    };

    /** As structuredClone, for the host and other glue. */
    kernel.structuredClone = (value, options = noTransfer) =>
        globalSteps.structuredClone(undefined, undefined, value, options);

    /** What a message event shows of a message: its data, and the ports that came with it. */
    kernel.deserializeMessage = deserializeWithTransfer;

    /**
     * @param fromElsewhere whether the tape came from another realm: buffers are then bytes of Java's
     */
    function deserializeWithTransfer(tape, fromElsewhere) {
        const memory = cloning.newList();
        const r = { __proto__: null, tape, at: tape[0], memory, count: 0, fromElsewhere };
        const ports = [];
        const transferred = tape[1];
        for (let i = 0; i < transferred; i++) {
            if (tape[r.at] === cloning.PLATFORM) {
                const object = wrap(cloning.java.receive(tape[r.at + 1]));
                r.at += 2;
                memory[r.count++] = object;
                if (interfaces.MessagePort.is(object)) {
                    appendTo(ports, ports.length, object);
                }
            } else {
                r.at++;
                readBuffer(r);
            }
        }
        r.at = 2;
        return { __proto__: null, data: read(r), ports: freeze(ports) };
    }

    function remember(r, object) {
        r.memory[r.count++] = object;
        return object;
    }

    function read(r) {
        const item = r.tape[r.at++];
        if (typeof item !== 'number') {
            return item;
        }
        const { tape } = r;
        switch (item) {
            case cloning.PLAIN_NUMBER: return tape[r.at++];
            case cloning.UNDEFINED: return undefined;
            case cloning.REFERENCE: return r.memory[tape[r.at++]];
            case cloning.OBJECT: return readProperties(r, remember(r, {}));
            case cloning.ARRAY: return readArray(r);
            case cloning.BIGINT: return toBigInt(tape[r.at++]);
            case cloning.BOOLEAN: return remember(r, new cloning.BooleanCtor(tape[r.at++]));
            case cloning.NUMBER: return remember(r, new cloning.NumberCtor(tape[r.at++]));
            case cloning.STRING: return remember(r, new StringCtor(tape[r.at++]));
            case cloning.BIGINT_OBJECT: return remember(r, cloning.ObjectCtor(toBigInt(tape[r.at++])));
            case cloning.DATE: return remember(r, new cloning.DateCtor(tape[r.at++]));
            case cloning.REGEXP: return remember(r, new cloning.RegExpCtor(tape[r.at++], tape[r.at++]));
            case cloning.BUFFER: return readBuffer(r);
            case cloning.VIEW: return readView(r);
            case cloning.MAP: return readMap(r);
            case cloning.SET: return readSet(r);
            case cloning.ERROR: return readError(r);
            case cloning.PLATFORM: return readPlatformObject(r);
        }
    }

    function toBigInt(hexadecimal) {
        return charCodeAt(hexadecimal, 0) === 45
            ? -cloning.BigIntCtor(`0x${slice(hexadecimal, 1)}`)
            : cloning.BigIntCtor(`0x${hexadecimal}`);
    }

    /** Defines a property of a new object without running a setter that a script gave to its prototypes. */
    function setOwn(object, key, value) {
        if (key in object) {
            appendTo(object, key, value);
        } else {
            object[key] = value;
        }
    }

    function readProperties(r, object) {
        const count = r.tape[r.at++];
        for (let i = 0; i < count; i++) {
            const key = r.tape[r.at++];
            setOwn(object, key, read(r));
        }
        return object;
    }

    function readArray(r) {
        const array = remember(r, new ArrayCtor(r.tape[r.at++]));
        const dense = r.tape[r.at++];
        // A script may put a proxy among the prototypes of arrays, though not of ordinary objects.
        const set = getPrototypeOf(ArrayPrototype) === cloning.ObjectPrototype ? setOwn : appendTo;
        for (let i = 0; i < dense; i++) {
            if (r.tape[r.at] === cloning.HOLE) {
                r.at++;
            } else {
                set(array, i, read(r));
            }
        }
        const count = r.tape[r.at++];
        for (let i = 0; i < count; i++) {
            const key = r.tape[r.at++];
            set(array, key, read(r));
        }
        return array;
    }

    function readBuffer(r) {
        const content = r.tape[r.at++];
        const maximum = r.tape[r.at++];
        return remember(r, r.fromElsewhere
            ? cloning.copyBuffer(new Uint8ArrayCtor(new ArrayBufferCtor(content)), maximum)
            : content);
    }

    function readView(r) {
        const index = r.count++;
        const type = r.tape[r.at++];
        const byteOffset = r.tape[r.at++];
        const length = r.tape[r.at++];
        const buffer = read(r);
        const Type = type === 'DataView' ? cloning.DataViewCtor : cloning.viewTypes[type].make;
        const view = length < 0 ? new Type(buffer, byteOffset) : new Type(buffer, byteOffset, length);
        r.memory[index] = view;
        return view;
    }

    function readMap(r) {
        const map = remember(r, new cloning.MapCtor());
        const count = r.tape[r.at++];
        for (let i = 0; i < count; i += 2) {
            const key = read(r);
            cloning.mapSet(map, key, read(r));
        }
        return map;
    }

    function readSet(r) {
        const set = remember(r, new cloning.SetCtor());
        const count = r.tape[r.at++];
        for (let i = 0; i < count; i++) {
            cloning.setAdd(set, read(r));
        }
        return set;
    }

    function readError(r) {
        const { tape } = r;
        const Type = cloning.errorTypes[tape[r.at++]];
        const message = tape[r.at++];
        const error = remember(r, message === null ? new Type() : new Type(message));
        const stack = tape[r.at++];
        if (stack === null) {
            delete error.stack;
        } else {
            defineMethod(error, 'stack', stack, false);
        }
        if (tape[r.at++]) {
            defineMethod(error, 'cause', read(r), false);
        }
        return error;
    }

    function readPlatformObject(r) {
        const object = remember(r, wrap(cloning.java.deserialize(r.tape[r.at++])));
        const stack = r.tape[r.at++];
        if (stack !== null) {
            defineMethod(object, 'stack', stack, false);
        }
        return object;
    }
}
