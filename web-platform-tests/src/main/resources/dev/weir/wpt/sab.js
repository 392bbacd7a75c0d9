// In the place of the suite's common/sab.js; SuiteResources says why.
const createBuffer = (type, length, options) => {
  switch (type) {
    case 'ArrayBuffer':
      return new ArrayBuffer(length, options);
    case 'SharedArrayBuffer':
      return new SharedArrayBuffer(length, options);
    default:
      throw new Error(`no buffers of type ${type}`);
  }
};
