#pragma once
// The fixed parts of a router in C (router_c.h, measure_c.h). Names in capitals are defined by the generated
// part before them, or replaced: PREFIX, SCORE, UPPER, CLASS_COUNT.

namespace hybrid::routing::c_parts {

extern const char* const kReal;     ///< float or double
extern const char* const kExceeds;  ///< needs THRESHOLD, FLOAT_ERROR
extern const char* const kSigmoid;  ///< needs CONFIDENCE_INTERCEPT, CONFIDENCE_SLOPE, CONFIDENCE_RANGE
extern const char* const kLogit;
extern const char* const kHeads;    ///< needs the tables of both heads
extern const char* const kSummary;  ///< needs K, TOP, USES_LOGIT, USES_ENTROPY, and kLogit with USES_LOGIT
extern const char* const kScoreByHeads;
extern const char* const kScoreByConfidence;
extern const char* const kSendOutputs;     ///< needs score() of a summary
extern const char* const kSendConfidence;  ///< SCORE: statements from `predicted` and `confidence`
extern const char* const kSendClass;       ///< SCORE: statements from `predicted`

// The header's declarations, and how to call them.
extern const char* const kDeclareOutputs;
extern const char* const kDeclareConfidence;
extern const char* const kDeclareClass;
extern const char* const kUseOutputs;
extern const char* const kUseConfidence;
extern const char* const kUseClass;

}  // namespace hybrid::routing::c_parts
