/** Vectors whose main reading is not ours, by id, with the reason. Used by tests only. */
export interface Explanation {
  /** `refused`: the rule is invalid here; `alternative`: the vector's first alternative reading is ours. */
  readonly outcome: 'refused' | 'alternative'
  readonly reason: string
}

function refused(reason: string, ids: string): [string, Explanation][] {
  return ids.split(' ').map((id) => [id, { outcome: 'refused', reason }])
}

function alternative(reason: string, ids: string): [string, Explanation][] {
  return ids.split(' ').map((id) => [id, { outcome: 'alternative', reason }])
}

export const explained: ReadonlyMap<string, Explanation> = new Map([
  ...refused(
    'BYEASTER is an extension of python-dateutil, not a part RFC 5545 defines',
    'du-003-testDailyByEaster du-004-testDailyByEasterNeg du-005-testDailyByEasterPos ' +
      'du-035-testHourlyByEaster du-036-testHourlyByEasterNeg du-037-testHourlyByEasterPos ' +
      'du-067-testMinutelyByEaster du-068-testMinutelyByEasterNeg du-069-testMinutelyByEasterPos ' +
      'du-099-testMonthlyByEaster du-100-testMonthlyByEasterNeg du-101-testMonthlyByEasterPos ' +
      'du-135-testSecondlyByEaster du-136-testSecondlyByEasterNeg du-137-testSecondlyByEasterPos ' +
      'du-182-testWeeklyByEaster du-183-testWeeklyByEasterNeg du-184-testWeeklyByEasterPos ' +
      'du-215-testYearlyByEaster du-216-testYearlyByEasterNeg du-217-testYearlyByEasterPos',
  ),
  ...refused(
    'RFC 5545 allows a number before the weekday with MONTHLY and YEARLY only',
    'du-015-testDailyByMonthAndNWeekDay du-021-testDailyByNWeekDay ' +
      'du-047-testHourlyByMonthAndNWeekDay du-053-testHourlyByNWeekDay ' +
      'du-079-testMinutelyByMonthAndNWeekDay du-085-testMinutelyByNWeekDay ' +
      'du-148-testSecondlyByMonthAndNWeekDay du-154-testSecondlyByNWeekDay ' +
      'du-194-testWeeklyByMonthAndNWeekDay du-200-testWeeklyByNWeekDay',
  ),
  ...refused(
    'RFC 5545 forbids BYYEARDAY with DAILY, WEEKLY and MONTHLY',
    'du-017-testDailyByMonthAndYearDay du-018-testDailyByMonthAndYearDayNeg ' +
      'du-030-testDailyByYearDay du-031-testDailyByYearDayNeg du-114-testMonthlyByMonthAndYearDay ' +
      'du-115-testMonthlyByMonthAndYearDayNeg du-128-testMonthlyByYearDay ' +
      'du-129-testMonthlyByYearDayNeg du-196-testWeeklyByMonthAndYearDay ' +
      'du-197-testWeeklyByMonthAndYearDayNeg du-209-testWeeklyByYearDay ' +
      'du-210-testWeeklyByYearDayNeg',
  ),
  ...refused(
    'RFC 5545 allows BYWEEKNO with YEARLY only',
    'du-025-testDailyByWeekNo du-026-testDailyByWeekNoAndWeekDay ' +
      'du-027-testDailyByWeekNoAndWeekDay53 du-028-testDailyByWeekNoAndWeekDayLarge ' +
      'du-029-testDailyByWeekNoAndWeekDayLast du-057-testHourlyByWeekNo ' +
      'du-058-testHourlyByWeekNoAndWeekDay du-059-testHourlyByWeekNoAndWeekDay53 ' +
      'du-060-testHourlyByWeekNoAndWeekDayLarge du-061-testHourlyByWeekNoAndWeekDayLast ' +
      'du-089-testMinutelyByWeekNo du-090-testMinutelyByWeekNoAndWeekDay ' +
      'du-091-testMinutelyByWeekNoAndWeekDay53 du-092-testMinutelyByWeekNoAndWeekDayLarge ' +
      'du-093-testMinutelyByWeekNoAndWeekDayLast du-123-testMonthlyByWeekNo ' +
      'du-124-testMonthlyByWeekNoAndWeekDay du-125-testMonthlyByWeekNoAndWeekDay53 ' +
      'du-126-testMonthlyByWeekNoAndWeekDayLarge du-127-testMonthlyByWeekNoAndWeekDayLast ' +
      'du-157-testSecondlyByWeekNo du-158-testSecondlyByWeekNoAndWeekDay ' +
      'du-159-testSecondlyByWeekNoAndWeekDay53 du-160-testSecondlyByWeekNoAndWeekDayLarge ' +
      'du-161-testSecondlyByWeekNoAndWeekDayLast du-204-testWeeklyByWeekNo ' +
      'du-205-testWeeklyByWeekNoAndWeekDay du-206-testWeeklyByWeekNoAndWeekDay53 ' +
      'du-207-testWeeklyByWeekNoAndWeekDayLarge du-208-testWeeklyByWeekNoAndWeekDayLast',
  ),
  ...refused(
    'RFC 5545 forbids BYMONTHDAY with WEEKLY',
    'du-192-testWeeklyByMonthAndMonthDay du-193-testWeeklyByMonthAndMonthDayAndWeekDay ' +
      'du-198-testWeeklyByMonthDay du-199-testWeeklyByMonthDayAndWeekDay',
  ),
  ...refused('a trailing semicolon is not RFC 5545 syntax', 'li-040'),
  ...refused(
    'RSCALE and SKIP belong to RFC 7529, which is not supported',
    'li-146 li-147 li-148 li-149 li-150 li-151 li-152 li-153 li-154 li-155 li-156 li-157 li-158 ' +
      'li-159 li-160 li-161 li-162 li-163 li-164 li-165 li-166 li-167 li-168 li-169 li-170 ' +
      'li-170-from li-171 li-172 li-173 li-174 li-175 li-176 li-177 li-178',
  ),
  ...alternative(
    'a weekday the rule leaves open comes from the start, as RFC 5545 section 3.3.10 says of missing parts',
    'du-238-testYearlyByWeekNo',
  ),
  ...alternative(
    'YEARLY with BYMONTHDAY and no BYMONTH expands over every month, as most implementations read it',
    'li-077 li-078',
  ),
  ...alternative(
    'with BYWEEKNO the interval counts week-numbering years, the reading libical itself takes in li-145',
    'li-133 li-134',
  ),
])
