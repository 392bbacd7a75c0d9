test(() => {}, 'twice');
test(() => {}, 'twice');
