test(() => assert_true(true), 'good');
test(() => assert_true(false, 'on purpose'), 'bad');
