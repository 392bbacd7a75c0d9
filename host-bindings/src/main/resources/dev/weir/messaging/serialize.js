// StructuredSerializeWithTransfer. What comes out is a tape: a flat list of primitives, buffers and Java objects. It begins
// with the place where what was transferred starts and how many these are. A value on it is a string, boolean or null, or
// a number that tells its kind, with what belongs to it. Objects count in the order in which they are met, after those
// transferred; a second meeting is a reference by that number.
const cloning = (() => {
    const {
        Boolean: BooleanCtor, Number: NumberCtor, BigInt: BigIntCtor, Symbol: SymbolCtor, Date: DateCtor, RegExp: RegExpCtor,
        Map: MapCtor, Set: SetCtor, Object: ObjectCtor, DataView: DataViewCtor, Intl: IntlObject,
    } = globalThis;
    const bufferProperty = (name) => getterOf(ArrayBufferCtor.prototype, name);
    const bufferMethod = (name) => uncurryThis(ArrayBufferCtor.prototype[name]);
    const regExpFlags = [
        ['d', 'hasIndices'], ['g', 'global'], ['i', 'ignoreCase'], ['m', 'multiline'],
        ['s', 'dotAll'], ['u', 'unicode'], ['v', 'unicodeSets'], ['y', 'sticky'],
    ].map(([flag, name]) => ({ __proto__: null, flag, isSet: getterOf(RegExpCtor.prototype, name) }));
    const viewTypes = { __proto__: null };
    for (const type of [
        'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
        'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
    ]) {
        if (type in globalThis) {
            viewTypes[type] = { __proto__: null, make: globalThis[type], size: globalThis[type].BYTES_PER_ELEMENT };
        }
    }
    const errorTypes = { __proto__: null, Error: ErrorCtor };
    for (const type of ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']) {
        errorTypes[type] = globalThis[type];
    }
    const { WebAssembly } = globalThis;
    const webAssemblyClasses = WebAssembly === undefined ? []
        : [WebAssembly.Module, WebAssembly.Instance, WebAssembly.Memory, WebAssembly.Table, WebAssembly.Global];
    let java;

    return {
        __proto__: null,
        // kinds on the tape; the first few are also those of StructuredCloning.Kind
        OBJECT: 0, BOOLEAN: 1, NUMBER: 2, STRING: 3, DATE: 4, BUFFER: 5, MAP: 6, ERROR: 7,
        BIGINT_OBJECT: 8, REGEXP: 9, VIEW: 10, SET: 11, ARRAY: 12, PLATFORM: 13,
        // shapes of objects: those of StructuredCloning.Shape
        ORDINARY: 0, PROXY: 1, ELEMENTS: 2,
        UNDEFINED: 14, PLAIN_NUMBER: 15, BIGINT: 16, REFERENCE: 17, HOLE: 18, SHARED: 19, NONE: 20,
        BooleanCtor, NumberCtor, BigIntCtor, SymbolCtor, ObjectCtor, DateCtor, RegExpCtor, MapCtor, SetCtor, DataViewCtor,
        regExpFlags, viewTypes, errorTypes,
        objectKeys: ObjectCtor.keys, hasOwn: ObjectCtor.hasOwn, isArray: ArrayCtor.isArray,
        ObjectPrototype: ObjectCtor.prototype,
        mapGet: uncurryThis(MapCtor.prototype.get), mapSet: uncurryThis(MapCtor.prototype.set),
        mapHas: uncurryThis(MapCtor.prototype.has), mapForEach: uncurryThis(MapCtor.prototype.forEach),
        mapSize: getterOf(MapCtor.prototype, 'size'), setAdd: uncurryThis(SetCtor.prototype.add),
        setForEach: uncurryThis(SetCtor.prototype.forEach), setSize: getterOf(SetCtor.prototype, 'size'),
        booleanValue: uncurryThis(BooleanCtor.prototype.valueOf), numberValue: uncurryThis(NumberCtor.prototype.valueOf),
        stringValue: uncurryThis(StringCtor.prototype.valueOf), bigIntValue: uncurryThis(BigIntCtor.prototype.valueOf),
        bigIntText: uncurryThis(BigIntCtor.prototype.toString), symbolValue: uncurryThis(SymbolCtor.prototype.valueOf),
        dateTime: uncurryThis(DateCtor.prototype.getTime), regExpSource: getterOf(RegExpCtor.prototype, 'source'),
        typedArrayKeys: uncurryThis(TypedArrayPrototype.keys),
        typedArrayLength: getterOf(TypedArrayPrototype, 'length'),
        bufferDetached: bufferProperty('detached'), bufferMaxByteLength: bufferProperty('maxByteLength'),
        bufferTransfer: bufferMethod('transfer'), bufferResize: bufferMethod('resize'),
        symbolPrototype: SymbolCtor.prototype, Intl: IntlObject,
        sharedPrototype: SharedArrayBuffer.prototype,
        // nothing of a script may be called to find these
        uncloneable: [
            Promise, WeakMap, WeakSet, WeakRef, FinalizationRegistry, ...webAssemblyClasses,
        ].map((f) => f.prototype).concat(
            [
                [][iteratorSymbol](), new MapCtor().keys(), new SetCtor().keys(), ''[iteratorSymbol](), ''.matchAll(/a/g),
                [].values().map(noop), globalThis.Iterator.from({ next: noop }),
            ].map(getPrototypeOf),
            getPrototypeOf((function* () {}).prototype), getPrototypeOf((async function* () {}).prototype)),
        get java() {
            java ??= host.statics('StructuredCloning');
            return java;
        },
    };
})();

// Names in a block are this file's own: all scripts of a realm share one scope.
{
    /** An array that can be appended to by index, whatever a script has put on Array.prototype. */
    function newList() {
        const list = [];
        setPrototypeOf(list, null);
        return list;
    }

    function dataCloneError(message) {
        return domException('DataCloneError', message);
    }

    /** Prototypes of the engine's own classes, each with the kind of its objects and what throws for any other object. */
    function makeIntrinsicKinds() {
        const kinds = new cloning.MapCtor();
        const add = (prototype, kind, check) => cloning.mapSet(kinds, prototype, { __proto__: null, kind, check });
        add(cloning.BooleanCtor.prototype, cloning.BOOLEAN, cloning.booleanValue);
        add(cloning.NumberCtor.prototype, cloning.NUMBER, cloning.numberValue);
        add(StringCtor.prototype, cloning.STRING, cloning.stringValue);
        add(cloning.BigIntCtor.prototype, cloning.BIGINT_OBJECT, cloning.bigIntValue);
        add(cloning.symbolPrototype, cloning.NONE, cloning.symbolValue);
        add(cloning.DateCtor.prototype, cloning.DATE, cloning.dateTime);
        add(cloning.RegExpCtor.prototype, cloning.REGEXP, (value) => {
            // The prototype itself passes for one in its getters.
            if (value === cloning.RegExpCtor.prototype) throw value;
            cloning.regExpSource(value);
        });
        add(ArrayBufferCtor.prototype, cloning.BUFFER, arrayBufferByteLength);
        add(cloning.sharedPrototype, cloning.SHARED, sharedByteLength);
        add(cloning.MapCtor.prototype, cloning.MAP, cloning.mapSize);
        add(cloning.SetCtor.prototype, cloning.SET, cloning.setSize);
        const reject = (prototype) => add(prototype, cloning.NONE, (value) => {
            if (value === prototype) throw value;
        });
        for (let i = 0; i < cloning.uncloneable.length; i++) {
            reject(cloning.uncloneable[i]);
        }
        const names = ownKeys(cloning.Intl);
        for (let i = 0; i < names.length; i++) {
            const { value } = descriptorOf(cloning.Intl, names[i]);
            if (typeof value === 'function' && isObject(value.prototype)) {
                reject(value.prototype);
            }
        }
        return kinds;
    }

    let intrinsicKinds;
    thisRealm.intrinsicKinds = () => {
        intrinsicKinds ??= makeIntrinsicKinds();
        return intrinsicKinds;
    };

    /** What an object that inherits from one of the prototypes is, or undefined. */
    function intrinsicKindOf(value, kinds) {
        let prototype = getPrototypeOf(value);
        for (let depth = 0; prototype !== null && depth < 1000; depth++) {
            const intrinsic = cloning.mapGet(kinds, prototype);
            if (intrinsic !== undefined) {
                try {
                    intrinsic.check(value);
                    return intrinsic.kind;
                } catch {
                    // made by Object.create, or the prototype itself
                }
            }
            prototype = getPrototypeOf(prototype);
        }
        return undefined;
    }

    /**
     * Whether an object without a prototype, and no proxy, is a module's namespace. Nothing can be set by way of a namespace;
     * by way of any other object, a property that it does not have can be set on whatever is named as the receiver.
     */
    function isModuleNamespace(value) {
        return !reflectSet(value, cloning.SymbolCtor(), undefined, { __proto__: null });
    }

    /** What an object is to structured cloning. Only the getPrototypeOf traps of proxies among its prototypes may run. */
    function kindOfObject(value) {
        if (PlatformObject.is(value)) {
            return cloning.PLATFORM;
        }
        if (typeof value === 'function') {
            return cloning.NONE;
        }
        const shape = cloning.java.shapeOf(value);
        if (shape === cloning.PROXY) {
            return cloning.NONE;
        }
        if (cloning.isArray(value)) {
            return cloning.ARRAY;
        }
        if (isView(value)) {
            return cloning.VIEW;
        }
        if (shape === cloning.ELEMENTS) {
            return cloning.NONE; // a function's arguments
        }
        // NON-STANDARD: the engine tells a few kinds (Set, RegExp, WeakMap, Promise...) by their prototypes alone; an object
        // of theirs that was given another prototype passes for an ordinary one.
        const prototype = getPrototypeOf(value);
        if (prototype === cloning.ObjectPrototype) {
            return cloning.OBJECT;
        }
        if (prototype === null && isModuleNamespace(value)) {
            return cloning.NONE;
        }
        const owner = ownerOf(value) ?? thisRealm;
        return intrinsicKindOf(value, owner.intrinsicKinds()) ?? cloning.java.kindOf(value);
    }

    function serializeWithTransfer(value, transferList) {
        const tape = newList();
        tape[0] = tape[1] = 0;
        const s = { __proto__: null, tape, length: 2, memory: new cloning.MapCtor(), count: 0 };
        const { java } = cloning;
        for (let i = 0; i < transferList.length; i++) {
            const item = transferList[i];
            if (PlatformObject.is(item) ? !java.isTransferable(PlatformObject.peer(item)) : !isArrayBuffer(item)) {
                throw dataCloneError('an object in the transfer list cannot be transferred');
            }
            if (cloning.mapHas(s.memory, item)) {
                throw dataCloneError('an object is in the transfer list twice');
            }
            cloning.mapSet(s.memory, item, s.count++);
        }
        write(s, value);
        tape[0] = s.length;
        tape[1] = transferList.length;
        for (let i = 0; i < transferList.length; i++) {
            const item = transferList[i];
            if (PlatformObject.is(item)) {
                const holder = java.transfer(PlatformObject.peer(item));
                if (holder === null) {
                    throw dataCloneError('an object in the transfer list is detached');
                }
                put(s, cloning.PLATFORM);
                put(s, holder);
            } else {
                writeBuffer(s, item, true);
            }
        }
        return tape;
    }

    function put(s, item) {
        s.tape[s.length++] = item;
    }

    function write(s, value) {
        switch (typeof value) {
            case 'string':
            case 'boolean':
                put(s, value);
                return;
            case 'number':
                put(s, cloning.PLAIN_NUMBER);
                put(s, value);
                return;
            case 'undefined':
                put(s, cloning.UNDEFINED);
                return;
            case 'bigint':
                put(s, cloning.BIGINT);
                put(s, cloning.bigIntText(value, 16));
                return;
            case 'symbol':
                throw dataCloneError('a symbol cannot be cloned');
        }
        if (value === null) {
            put(s, null);
            return;
        }
        const known = cloning.mapGet(s.memory, value);
        if (known !== undefined) {
            put(s, cloning.REFERENCE);
            put(s, known);
            return;
        }
        cloning.mapSet(s.memory, value, s.count++);
        writeObject(s, value);
    }

    function writeObject(s, value) {
        const kind = kindOfObject(value);
        switch (kind) {
            case cloning.OBJECT:
                put(s, kind);
                writeProperties(s, value, cloning.objectKeys(value), 0);
                return;
            case cloning.ARRAY:
                writeArray(s, value);
                return;
            case cloning.BUFFER:
                writeBuffer(s, value, false);
                return;
            case cloning.VIEW:
                writeView(s, value);
                return;
            case cloning.PLATFORM:
                writePlatformObject(s, value);
                return;
            case cloning.MAP:
                writeMap(s, value);
                return;
            case cloning.SET:
                writeSet(s, value);
                return;
            case cloning.ERROR:
                writeError(s, value);
                return;
            case cloning.SHARED:
                // Memory may be shared by agents that are isolated from others', which ours never are.
                throw dataCloneError('a SharedArrayBuffer cannot be cloned');
            case cloning.NONE:
                throw dataCloneError(typeof value === 'function' ? 'a function cannot be cloned' : 'an object cannot be cloned');
        }
        put(s, kind);
        switch (kind) {
            case cloning.BOOLEAN:
                put(s, cloning.booleanValue(value));
                break;
            case cloning.NUMBER:
                put(s, cloning.numberValue(value));
                break;
            case cloning.STRING:
                put(s, cloning.stringValue(value));
                break;
            case cloning.BIGINT_OBJECT:
                put(s, cloning.bigIntText(cloning.bigIntValue(value), 16));
                break;
            case cloning.DATE:
                put(s, cloning.dateTime(value));
                break;
            case cloning.REGEXP: {
                let flags = '';
                for (let i = 0; i < cloning.regExpFlags.length; i++) {
                    const { flag, isSet } = cloning.regExpFlags[i];
                    flags += isSet(value) ? flag : '';
                }
                put(s, cloning.regExpSource(value));
                put(s, flags);
            }
        }
    }

    /** The number of properties, and each one's key and value; a property that a getter removes meanwhile is left out. */
    function writeProperties(s, value, keys, from) {
        const countAt = s.length++;
        s.tape[countAt] = 0;
        let count = 0;
        for (let i = from; i < keys.length; i++) {
            const key = keys[i];
            if (cloning.hasOwn(value, key)) {
                put(s, key);
                write(s, value[key]);
                count++;
            }
        }
        s.tape[countAt] = count;
    }

    /** The length, how many elements follow one by one, those, and all other properties. */
    function writeArray(s, value) {
        const { length } = value;
        const keys = cloning.objectKeys(value);
        // Indices come first and in order, so there are no holes if this one is where it must be.
        const dense = length > 0 && keys.length >= length && keys[length - 1] === `${length - 1}` ? length : 0;
        put(s, cloning.ARRAY);
        put(s, length);
        put(s, dense);
        for (let i = 0; i < dense; i++) {
            if (cloning.hasOwn(value, i)) {
                write(s, value[i]);
            } else {
                put(s, cloning.HOLE);
            }
        }
        writeProperties(s, value, keys, dense);
    }

    /** A copy of the buffer, or the buffer's memory itself, and its maximum length: -1 unless it can be resized. */
    function writeBuffer(s, buffer, transfer) {
        if (cloning.bufferDetached(buffer)) {
            throw dataCloneError('an ArrayBuffer is detached');
        }
        const maximum = arrayBufferResizable(buffer) ? cloning.bufferMaxByteLength(buffer) : -1;
        put(s, cloning.BUFFER);
        put(s, transfer ? cloning.bufferTransfer(buffer) : copyBuffer(new Uint8ArrayCtor(buffer), maximum));
        put(s, maximum);
    }

    /** A new ArrayBuffer with the bytes; what typed arrays copy among themselves is copied as a block. */
    function copyBuffer(bytes, maxByteLength) {
        const length = typedArrayByteLength(bytes);
        const copy = maxByteLength < 0
            ? new ArrayBufferCtor(length)
            : new ArrayBufferCtor(length, { __proto__: null, maxByteLength });
        typedArraySet(new Uint8ArrayCtor(copy), bytes);
        return copy;
    }

    function writeView(s, view) {
        const type = typedArrayTag(view);
        const buffer = viewBuffer(view);
        if (!isArrayBuffer(buffer)) {
            throw dataCloneError('a view of a SharedArrayBuffer cannot be cloned');
        }
        const resizable = arrayBufferResizable(buffer);
        let length;
        try {
            if (type === undefined) {
                length = dataViewByteLength(view);
            } else {
                cloning.typedArrayKeys(view); // throws when out of bounds
                length = cloning.typedArrayLength(view);
            }
        } catch {
            throw dataCloneError('a view is out of the bounds of its buffer');
        }
        const byteOffset = viewByteOffset(view);
        const tracksLength = resizable && isLengthTracking(view, buffer, type === undefined ? 1 : cloning.viewTypes[type].size);
        put(s, cloning.VIEW);
        put(s, type === undefined ? 'DataView' : type);
        put(s, byteOffset);
        put(s, tracksLength ? -1 : length);
        write(s, buffer);
    }

    /**
     * Whether a view grows and shrinks with its resizable buffer. Nothing says so but doing it: the buffer is resized for a
     * moment, which nobody else can see, and what was cut off is put back.
     */
    function isLengthTracking(view, buffer, elementSize) {
        const length = arrayBufferByteLength(buffer);
        const viewLength = viewByteLength(view);
        const end = viewByteOffset(view) + viewLength;
        if (length - end >= elementSize) {
            return false;
        }
        const maximum = cloning.bufferMaxByteLength(buffer);
        if (end + elementSize <= maximum) {
            cloning.bufferResize(buffer, end + elementSize);
            const grew = viewByteLength(view) !== viewLength;
            cloning.bufferResize(buffer, length);
            return grew;
        }
        if (viewLength === 0) {
            return false; // it can never have an element, so that nobody can tell
        }
        const cut = copyBuffer(new Uint8ArrayCtor(buffer, end - elementSize), -1);
        cloning.bufferResize(buffer, end - elementSize);
        let shrunk;
        try {
            shrunk = typedArrayTag(view) === undefined
                ? (dataViewByteLength(view), true) : (cloning.typedArrayKeys(view), true);
        } catch {
            shrunk = false; // a view of fixed length is out of bounds now
        }
        cloning.bufferResize(buffer, length);
        typedArraySet(new Uint8ArrayCtor(buffer, end - elementSize), new Uint8ArrayCtor(cut));
        return shrunk;
    }

    function writeMap(s, map) {
        const entries = newList();
        let count = 0;
        cloning.mapForEach(map, (value, key) => {
            entries[count++] = key;
            entries[count++] = value;
        });
        put(s, cloning.MAP);
        put(s, count);
        for (let i = 0; i < count; i++) {
            write(s, entries[i]);
        }
    }

    function writeSet(s, set) {
        const values = newList();
        let count = 0;
        cloning.setForEach(set, (value) => {
            values[count++] = value;
        });
        put(s, cloning.SET);
        put(s, count);
        for (let i = 0; i < count; i++) {
            write(s, values[i]);
        }
    }

    /** An error's type, its message and stack (null for none), and whether it has a cause, which follows. */
    function writeError(s, error) {
        const { name } = error;
        const messageOf = getOwnPropertyDescriptor(error, 'message');
        const message = messageOf !== undefined && cloning.hasOwn(messageOf, 'value') ? `${messageOf.value}` : null;
        put(s, cloning.ERROR);
        put(s, typeof name === 'string' && cloning.hasOwn(cloning.errorTypes, name) ? name : 'Error');
        put(s, message);
        put(s, ownStack(error));
        const causeOf = getOwnPropertyDescriptor(error, 'cause');
        const hasCause = causeOf !== undefined && cloning.hasOwn(causeOf, 'value');
        put(s, hasCause);
        if (hasCause) {
            write(s, causeOf.value);
        }
    }

    /** The stack that an object has as a property of its own, or null. */
    function ownStack(error) {
        const descriptor = getOwnPropertyDescriptor(error, 'stack');
        return descriptor !== undefined && cloning.hasOwn(descriptor, 'value') && typeof descriptor.value === 'string'
            ? descriptor.value
            : null;
    }

    function writePlatformObject(s, value) {
        const peer = PlatformObject.peer(value);
        const serialized = cloning.java.serialize(peer);
        if (serialized === null) {
            throw dataCloneError(`an object of type ${peer.peerInterface()} cannot be cloned`);
        }
        put(s, cloning.PLATFORM);
        put(s, serialized);
        put(s, interfaces.DOMException.is(value) ? ownStack(value) : null);
    }

    cloning.newList = newList;
    cloning.copyBuffer = copyBuffer;
    cloning.serializeWithTransfer = serializeWithTransfer;
}
